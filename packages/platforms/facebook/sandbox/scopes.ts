/** Every permission this imitation knows, as the consent page says it. */
export const scopesInWords: Readonly<Record<string, string>> = {
  public_profile: 'See your name and picture',
  email: 'See your mail address',
  pages_show_list: 'See the list of Pages you manage',
  business_management: 'See the Pages of your business portfolios',
  pages_read_engagement: 'Read what your Pages published',
  pages_manage_posts: 'Create, change and delete posts of your Pages',
  pages_manage_engagement: 'Comment as your Pages',
  pages_read_user_content: 'Read what visitors write on your Pages',
  pages_manage_metadata: 'Be told of what happens on your Pages',
  read_insights: 'Read the insights of your Pages',
  publish_video: 'Publish videos on your Pages',
}

/** What a saved configuration of Facebook Login for Business stands for. */
export const configured = Object.keys(scopesInWords).filter((scope) => scope !== 'email' && scope !== 'publish_video')
