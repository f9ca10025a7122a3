/** The scopes of LinkedIn and which kind of application may ask for which (sheet 1.3, 2.3, 2.4). */
import type { App, Grant } from '../../sandbox/oauth.ts'

const selfServe = ['openid', 'profile', 'email', 'w_member_social']
const community = [
  'r_basicprofile',
  'w_member_social',
  'w_organization_social',
  'r_organization_social',
  'rw_organization_admin',
  'r_organization_admin',
  'w_member_social_feed',
  'w_organization_social_feed',
  'r_organization_social_feed',
  'r_member_postAnalytics',
  'r_member_profileAnalytics',
  'r_organization_followers',
  'r_1st_connections_size',
]
export const scopesInWords: Readonly<Record<string, string>> = {
  openid: 'Use your name and photo to sign in',
  profile: 'See your name and photo',
  email: 'See your e-mail address',
  w_member_social: 'Create, change and delete posts on your behalf',
  r_basicprofile: 'See your basic profile',
  w_organization_social: 'Create, change and delete posts of your pages',
  r_organization_social: 'Read the posts of your pages',
  rw_organization_admin: 'Manage your pages and read their figures',
  r_organization_admin: 'See your pages and their figures',
  w_member_social_feed: 'Comment and react on your behalf',
  w_organization_social_feed: 'Comment and react for your pages',
  r_organization_social_feed: 'Read comments on the posts of your pages',
  r_member_postAnalytics: 'See the figures of your posts',
  r_member_profileAnalytics: 'See the figures of your profile',
  r_organization_followers: 'See the followers of your pages',
  r_1st_connections_size: 'See how many connections you have',
}

/** More than a self-serve app could ask for. */
export const isCommunity = (scopes: readonly string[]) => scopes.some((scope) => !selfServe.includes(scope))

/** Scopes an application may ask for: as it was made, else by its kind; the practice application plays both kinds. */
export function allowed(app: App): readonly string[] {
  if (app.scopes) return app.scopes
  if (app.kind === 'self-serve') return selfServe
  return app.kind === 'community-management' ? community : Object.keys(scopesInWords)
}
/** Only community apps get refresh tokens; the practice application is one when it asks for more than a self-serve app could. */
export const refreshes = (grant: Grant) =>
  grant.app.refresh ?? (grant.app.kind !== 'self-serve' && isCommunity(grant.scopes))
