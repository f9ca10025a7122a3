import { practice, type Asking } from '../../sandbox/practice.testing.ts'

export const ida = '109348684301264170'
export const bakery = '109348684301264171'
export const tomas = '109348684301264172' // unlisted by default, German
const scopes = ['profile', 'read', 'write']

export type Json = Readonly<Record<string, unknown>>

/** A sandbox, tokens of two people, and short hands for the calls every test makes. */
export async function onMastodon() {
  const box = await practice()
  const token = await box.mint('mastodon', ida, scopes)
  const other = await box.mint('mastodon', bakery, scopes)
  const api = (path: string, asking: Asking = {}) => box.ask(`/mastodon${path}`, { token, ...asking })
  const send = (file: Uint8Array<ArrayBuffer>, fields: Readonly<Record<string, string>> = {}, version = 2) => {
    const body = new FormData()
    body.set('file', new Blob([file]), 'file')
    for (const [name, value] of Object.entries(fields)) body.set(name, value)
    return api(`/api/v${version}/media`, { method: 'POST', body })
  }
  const post = (json: unknown, more: Asking = {}) => api('/api/v1/statuses', { json, ...more })
  return {
    ...box,
    token,
    other,
    api,
    send,
    post,
    async posted(json: unknown, more: Asking = {}): Promise<string> {
      const told = await post(json, more)
      if (told.status !== 200) throw new Error(told.text)
      return String(told.body['id'])
    },
    async sent(file: Uint8Array<ArrayBuffer>, fields?: Readonly<Record<string, string>>): Promise<string> {
      const told = await send(file, fields)
      if (told.status !== 200) throw new Error(told.text)
      return String(told.body['id'])
    },
    /** An answer that is a list. */
    async list(path: string, asking: Asking = {}): Promise<readonly Json[]> {
      const told = await api(path, asking)
      if (told.status !== 200) throw new Error(told.text)
      return JSON.parse(told.text) as Json[]
    },
  }
}

export const key = (value: string): Asking => ({ headers: { 'idempotency-key': value } })
