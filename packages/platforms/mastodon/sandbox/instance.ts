/** What a server tells about itself: limits, version, where OAuth lives. All of it without a token. */
import type { Hono } from 'hono'
import { altText, audio, images, poll, video } from '../rules.ts'
import { knownScopes } from './scopes.ts'
import { atLeast, domain, type MastodonEnv, type State } from './state.ts'

/** The number that tells which features there are, by version of the software. */
function apiVersion(state: State): number {
  if (atLeast(state, 4, 5)) return 7
  if (atLeast(state, 4, 4)) return 6
  return 2
}

const configuration = ({ settings }: State) => ({
  accounts: { max_featured_tags: 10, max_pinned_statuses: 5 },
  statuses: {
    max_characters: settings.maxCharacters,
    max_media_attachments: settings.maxMediaAttachments,
    characters_reserved_per_url: settings.charactersReservedPerUrl,
  },
  media_attachments: {
    description_limit: altText.max,
    supported_mime_types: [...images.types, ...video.types, ...audio.types],
    image_size_limit: images.bytes,
    image_matrix_limit: images.pixels,
    video_size_limit: video.bytes,
    video_frame_rate_limit: video.fps[1],
    video_matrix_limit: video.pixels,
  },
  polls: {
    max_options: settings.pollOptions,
    max_characters_per_option: settings.pollOptionCharacters,
    min_expiration: poll.seconds[0],
    max_expiration: poll.seconds[1],
  },
})

const about = 'Practice server: made up, nothing here is public.'

const instanceV2 = (state: State) => ({
  domain,
  title: 'Mastodon (practice)',
  version: state.settings.version,
  source_url: 'https://github.com/mastodon/mastodon',
  description: about,
  usage: { users: { active_month: state.accounts.size } },
  thumbnail: { url: `https://${domain}/thumbnail.png`, blurhash: null },
  icon: [],
  languages: ['en'],
  configuration: {
    urls: { streaming: `wss://${domain}`, status: null },
    ...configuration(state),
    translation: { enabled: false },
    limited_federation: false,
  },
  registrations: { enabled: false, approval_required: false, reason_required: false, message: null, url: null },
  contact: { email: `practice@${domain}`, account: null },
  rules: [],
  ...(atLeast(state, 4, 3) ? { api_versions: { mastodon: apiVersion(state) } } : {}),
})

const instanceV1 = (state: State) => ({
  uri: domain,
  title: 'Mastodon (practice)',
  short_description: about,
  description: about,
  email: `practice@${domain}`,
  version: state.settings.version,
  urls: { streaming_api: `wss://${domain}` },
  stats: { user_count: state.accounts.size, status_count: state.statuses.size, domain_count: 1 },
  thumbnail: `https://${domain}/thumbnail.png`,
  languages: ['en'],
  registrations: false,
  approval_required: false,
  invites_enabled: false,
  configuration: configuration(state),
  contact_account: null,
  rules: [],
})

const oauthServer = (state: State) => ({
  issuer: `https://${domain}/`,
  service_documentation: 'https://docs.joinmastodon.org/',
  authorization_endpoint: `https://${domain}/oauth/authorize`,
  token_endpoint: `https://${domain}/oauth/token`,
  revocation_endpoint: `https://${domain}/oauth/revoke`,
  ...(atLeast(state, 4, 4) ? { userinfo_endpoint: `https://${domain}/oauth/userinfo` } : {}),
  app_registration_endpoint: `https://${domain}/api/v1/apps`,
  scopes_supported: knownScopes(state),
  response_types_supported: ['code'],
  response_modes_supported: ['query', 'fragment', 'form_post'],
  grant_types_supported: ['authorization_code', 'client_credentials'],
  token_endpoint_auth_methods_supported: ['client_secret_basic', 'client_secret_post'],
  code_challenge_methods_supported: ['S256'],
})

export function instanceRoutes(app: Hono<MastodonEnv>, state: State): void {
  app.get('/api/v1/instance', (c) => c.json(instanceV1(state)))
  app.get('/api/v2/instance', (c) => (atLeast(state, 4, 0) ? c.json(instanceV2(state)) : c.notFound()))
  app.get('/.well-known/oauth-authorization-server', (c) =>
    atLeast(state, 4, 3) ? c.json(oauthServer(state)) : c.notFound(),
  )
  app.get('/.well-known/nodeinfo', (c) =>
    c.json({
      links: [{ rel: 'http://nodeinfo.diaspora.software/ns/schema/2.0', href: `https://${domain}/nodeinfo/2.0` }],
    }),
  )
  app.get('/nodeinfo/2.0', (c) =>
    c.json({
      version: '2.0',
      software: { name: 'mastodon', version: state.settings.version },
      protocols: ['activitypub'],
      services: { outbound: [], inbound: [] },
      usage: { users: { total: state.accounts.size }, localPosts: state.statuses.size },
      openRegistrations: false,
      metadata: {},
    }),
  )
}
