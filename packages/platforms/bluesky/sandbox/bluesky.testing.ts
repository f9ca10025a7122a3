import { practice } from '../../sandbox/practice.testing.ts'

export const postType = 'app.bsky.feed.post'
export const createdAt = '2026-11-23T06:00:00.000Z'

interface Person {
  readonly id: string
  readonly handle: string
  readonly password: string
}

/** A sandbox where nothing lags, sessions of the first two people, and short hands for the calls every test makes. */
export async function onBluesky() {
  const box = await practice()
  await box.settings('bluesky', { appViewLagSeconds: 0, rateLimits: false })
  const people = JSON.parse((await box.ask('/_sandbox/people?platform=bluesky')).text) as Person[]
  const [me, other] = people
  if (!me || !other) throw new Error('the practice network is empty')
  const token = await box.mint('bluesky', me.id, [])
  const theirs = await box.mint('bluesky', other.id, [])
  type Asking = Parameters<typeof box.ask>[1]
  const xrpc = (name: string, asking: Asking = {}) => box.ask(`/bluesky/xrpc/${name}`, { token, ...asking })
  const open = (name: string, asking: Asking = {}) => box.ask(`/bluesky/public/xrpc/${name}`, asking)
  const put = (rkey: string, record: object, more: object = {}, as = token) =>
    xrpc('com.atproto.repo.putRecord', {
      token: as,
      json: {
        repo: as === token ? me.id : other.id,
        collection: postType,
        rkey,
        swapRecord: null,
        record: { $type: postType, createdAt, ...record },
        ...more,
      },
    })
  return {
    ...box,
    me,
    other,
    token,
    theirs,
    xrpc,
    open,
    put,
    /** Puts a record that has to be accepted. */
    async did(rkey: string, record: object, more: object = {}, as = token): Promise<{ uri: string; cid: string }> {
      const told = await put(rkey, record, more, as)
      if (told.status !== 200) throw new Error(told.text)
      return { uri: String(told.body['uri']), cid: String(told.body['cid']) }
    },
    async upload(bytes: Uint8Array<ArrayBuffer>, type = 'image/jpeg'): Promise<unknown> {
      const told = await xrpc('com.atproto.repo.uploadBlob', { body: bytes, headers: { 'content-type': type } })
      if (told.status !== 200) throw new Error(told.text)
      return told.body['blob']
    },
    get: (rkey: string, collection = postType) =>
      box.ask(`/bluesky/xrpc/com.atproto.repo.getRecord?repo=${me.id}&collection=${collection}&rkey=${rkey}`),
  }
}
export type OnBluesky = Awaited<ReturnType<typeof onBluesky>>

/** A record key made of a small number. */
export const key = (number: number) => `3n2xgvc5yqc${String.fromCharCode(97 + (number % 26))}${number < 26 ? '2' : '3'}`
