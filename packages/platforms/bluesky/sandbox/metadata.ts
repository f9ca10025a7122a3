/** What the network says about itself to OAuth clients (sheet 2.2). */
import { origin } from './state.ts'

export const authorizationServer = {
  issuer: origin,
  scopes_supported: ['atproto', 'transition:email', 'transition:generic', 'transition:chat.bsky'],
  subject_types_supported: ['public'],
  response_types_supported: ['code'],
  response_modes_supported: ['query', 'fragment'],
  grant_types_supported: ['authorization_code', 'refresh_token'],
  code_challenge_methods_supported: ['S256'],
  authorization_response_iss_parameter_supported: true,
  require_request_uri_registration: true,
  jwks_uri: `${origin}/oauth/jwks`,
  authorization_endpoint: `${origin}/oauth/authorize`,
  token_endpoint: `${origin}/oauth/token`,
  token_endpoint_auth_methods_supported: ['none', 'private_key_jwt'],
  token_endpoint_auth_signing_alg_values_supported: ['ES256'],
  revocation_endpoint: `${origin}/oauth/revoke`,
  pushed_authorization_request_endpoint: `${origin}/oauth/par`,
  require_pushed_authorization_requests: true,
  dpop_signing_alg_values_supported: ['ES256'],
  protected_resources: [origin],
  client_id_metadata_document_supported: true,
}
export const protectedResource = {
  resource: origin,
  authorization_servers: [origin],
  scopes_supported: [],
  bearer_methods_supported: ['header'],
  resource_documentation: 'https://atproto.com',
}
