import type { Way } from './state.ts'

/** Every permission of the two logins, as the consent page says it. */
export const scopesInWords: Readonly<Record<Way, Readonly<Record<string, string>>>> = {
  instagram: {
    instagram_business_basic: 'See your profile and your posts',
    instagram_business_content_publish: 'Publish posts, reels and stories',
    instagram_business_manage_comments: 'Read, write and hide comments',
    instagram_business_manage_insights: 'See how your posts and your account do',
    instagram_business_manage_messages: 'Read and write messages',
  },
  facebook: {
    public_profile: 'See your name and picture',
    email: 'See your mail address',
    pages_show_list: 'See the list of Pages you manage',
    pages_read_engagement: 'Read what your Pages published',
    pages_manage_metadata: 'Be told of what happens on your Pages',
    business_management: 'See the Pages of your business portfolios',
    ads_management: 'Manage your ads',
    ads_read: 'See your ads',
    instagram_basic: 'See your Instagram account and its posts',
    instagram_content_publish: 'Publish posts, reels and stories on Instagram',
    instagram_manage_comments: 'Read, write and hide comments on Instagram',
    instagram_manage_insights: 'See how your Instagram account and its posts do',
    instagram_manage_contents: 'Delete posts on Instagram',
    instagram_manage_engagement: 'Like on Instagram',
    instagram_manage_messages: 'Read and write messages on Instagram',
  },
}
