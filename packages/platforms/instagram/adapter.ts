/** Instagram for the server: two ways to connect, containers that are made, published once, and asked about. */
import { definePlatform } from '../interface.ts'
import type { Connect } from '../interface.ts'
import { classify, failed } from './adapter.errors.ts'
import { identify } from './adapter.identify.ts'
import { plan } from './adapter.plan.ts'
import { measure, measureChannel, options, remove, revoke } from './adapter.reads.ts'
import { facebook } from './adapter.wire.ts'
import { composer } from './compose.ts'
import type { Settings } from './compose.ts'
import { apiVersion } from './rules.ts'

const scopes = {
  instagram: [
    'instagram_business_basic',
    'instagram_business_content_publish',
    'instagram_business_manage_comments',
    'instagram_business_manage_insights',
  ],
  facebook: [
    'instagram_basic',
    'instagram_content_publish',
    'instagram_manage_comments',
    'instagram_manage_insights',
    'instagram_manage_contents',
    'pages_show_list',
    'pages_read_engagement',
    'business_management',
  ],
} as const

const common = { how: 'oauth', pkce: false, clientAuth: 'body' } as const

/** Works for every professional account, with or without a Page; so it is offered first. */
const byInstagram: Connect = {
  via: 'instagram',
  ...common,
  app: 'INSTAGRAM',
  authorize: 'https://www.instagram.com/oauth/authorize',
  token: 'https://api.instagram.com/oauth/access_token',
  scopes: scopes.instagram,
  renew: 'exchange',
  dialect: {
    separator: ',',
    exchange: {
      url: 'https://graph.instagram.com/access_token',
      grant: 'ig_exchange_token',
      renewUrl: 'https://graph.instagram.com/refresh_access_token',
      renewGrant: 'ig_refresh_token',
      lasts: 5_184_000,
    },
  },
}

/** Can delete, push films and label partnerships; the access of the Page behind an account has no end. */
const byFacebook: Connect = {
  via: 'facebook',
  ...common,
  app: 'FACEBOOK',
  authorize: `https://www.facebook.com/${apiVersion.value}/dialog/oauth`,
  token: `${facebook}/oauth/access_token`,
  scopes: scopes.facebook,
  renew: 'none',
  dialect: {
    separator: ',',
    proof: 'appsecret_proof',
    exchange: { url: `${facebook}/oauth/access_token`, grant: 'fb_exchange_token', tokenName: 'fb_exchange_token' },
  },
}

export const instagram = definePlatform<Settings>({
  ...composer,
  version: 1,
  connect: [byInstagram, byFacebook],
  identify: (call, via) => identify(call, via, scopes.facebook),
  options,
  plan,
  failed,
  classify,
  remove,
  measure,
  measureChannel,
  revoke: (call, channel) => revoke(call, channel, scopes.facebook),
})
