/** The scopes of Threads, in words for the consent page (sheet 2.2). */
export const scopesInWords: Readonly<Record<string, string>> = {
  threads_basic: 'See your profile and your posts',
  threads_content_publish: 'Publish posts',
  threads_manage_replies: 'Reply, and decide who may reply',
  threads_read_replies: 'Read replies to your posts',
  threads_manage_insights: 'See the figures of your posts and your profile',
  threads_delete: 'Delete your posts',
  threads_location_tagging: 'Search for places and tag them',
  threads_manage_mentions: 'See posts that mention you',
  threads_keyword_search: 'Search public posts',
  threads_profile_discovery: 'See public profiles',
}
