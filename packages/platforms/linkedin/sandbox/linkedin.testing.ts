import { practice, type Asking } from '../../sandbox/practice.testing.ts'

export const pia = 'urn:li:person:pRaCtiCe01'
export const page = 'urn:li:organization:5515001'
export const bakery = 'urn:li:organization:5515002'
const selfServe = ['openid', 'profile', 'email', 'w_member_social']
const community = [
  'r_basicprofile',
  'w_member_social',
  'w_organization_social',
  'r_organization_social',
  'rw_organization_admin',
  'w_member_social_feed',
  'w_organization_social_feed',
  'r_member_postAnalytics',
  'r_member_profileAnalytics',
]
/** Whole, with the brackets of a comment's URN, which `encodeURIComponent` leaves alone. */
export const enc = (urn: string) => encodeURIComponent(urn).replaceAll('(', '%28').replaceAll(')', '%29')
export const versioned = { 'linkedin-version': '202609', 'x-restli-protocol-version': '2.0.0' }

export const postOf = (author: string, commentary: string, more: object = {}) => ({
  author,
  commentary,
  visibility: 'PUBLIC',
  distribution: { feedDistribution: 'MAIN_FEED', targetEntities: [], thirdPartyDistributionChannels: [] },
  lifecycleState: 'PUBLISHED',
  ...more,
})

/** A sandbox without lags, tokens of Pia for both kinds of app, and short hands for the calls every test makes. */
export async function onLinkedIn() {
  const box = await practice()
  await box.settings('linkedin', { readbackLagSeconds: 0, activityLagSeconds: 0 })
  const self = await box.mint('linkedin', 'pRaCtiCe01', selfServe)
  const token = await box.mint('linkedin', 'pRaCtiCe01', community)
  const api = (path: string, asking: Asking = {}) =>
    box.ask(`/linkedin${path}`, {
      token,
      ...asking,
      headers: { ...(path.startsWith('/rest') ? versioned : {}), ...asking.headers },
    })
  const create = (json: unknown, as = token) => api('/rest/posts', { json, token: as })
  /** The network's own address, found again in the sandbox. */
  const place = (address: string) => `/linkedin/www${new URL(address).pathname}${new URL(address).search}`
  return {
    ...box,
    self,
    token,
    api,
    create,
    place,
    async created(json: unknown, as = token): Promise<string> {
      const told = await create(json, as)
      if (told.status !== 201) throw new Error(told.text)
      return told.headers.get('x-restli-id') ?? ''
    },
    async begin(kind: 'image' | 'document', owner: string, as = token) {
      const told = await api(`/rest/${kind}s?action=initializeUpload`, {
        json: { initializeUploadRequest: { owner } },
        token: as,
      })
      const value = told.body['value'] as Record<string, string> | undefined
      return { told, urn: value?.[kind] ?? '', url: value?.['uploadUrl'] ?? '' }
    },
    async upload(kind: 'image' | 'document', owner: string, body: Uint8Array<ArrayBuffer>): Promise<string> {
      const told = await api(`/rest/${kind}s?action=initializeUpload`, { json: { initializeUploadRequest: { owner } } })
      const value = told.body['value'] as Record<string, string>
      await box.ask(place(value['uploadUrl'] ?? ''), {
        method: 'PUT',
        token,
        body,
        headers: { 'content-type': 'application/octet-stream' },
      })
      return value[kind] ?? ''
    },
  }
}
export type OnLinkedIn = Awaited<ReturnType<typeof onLinkedIn>>

export const codeOf = (told: { body: Readonly<Record<string, unknown>> }) =>
  (told.body['errorDetails'] as { inputErrors: { code: string }[] } | undefined)?.inputErrors[0]?.code ??
  told.body['code']
