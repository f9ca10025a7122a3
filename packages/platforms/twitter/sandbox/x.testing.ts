import { practice } from '../../sandbox/practice.testing.ts'

const scopes = ['tweet.read', 'tweet.write', 'users.read', 'media.write', 'offline.access', 'tweet.moderate.write']
export const standard = '2244994901' // @practice, 280
export const plus = '2244994902' // @practice_plus, Premium

/** A sandbox without replica lag, a token of @practice, and short hands for the calls every test makes. */
export async function onX() {
  const box = await practice()
  await box.settings('twitter', { replicaLagSeconds: 0, rateLimits: false })
  const token = await box.mint('twitter', standard, scopes)
  const other = await box.mint('twitter', plus, scopes)
  const api = (path: string, asking: Parameters<typeof box.ask>[1] = {}) =>
    box.ask(`/twitter${path}`, { token, ...asking })
  return {
    ...box,
    token,
    other,
    api,
    create: (json: unknown, as = token) => api('/2/tweets', { json, token: as }),
    async created(json: unknown, as = token): Promise<string> {
      const { status, text, body } = await api('/2/tweets', { json, token: as })
      if (status !== 201) throw new Error(text)
      return String((body['data'] as Record<string, unknown>)['id'])
    },
    async upload(bytes: Uint8Array<ArrayBuffer>, as = token): Promise<string> {
      const body = new FormData()
      body.set('media_category', 'tweet_image')
      body.set('media', new Blob([bytes]), 'picture')
      const told = await api('/2/media/upload', { body, token: as, method: 'POST' })
      if (told.status !== 200) throw new Error(told.text)
      return String((told.body['data'] as Record<string, unknown>)['id'])
    },
  }
}
export type OnX = Awaited<ReturnType<typeof onX>>
