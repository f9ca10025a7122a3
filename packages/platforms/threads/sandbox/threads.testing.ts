import { mediaFor } from '../../sandbox/media.testing.ts'
import { practice, type Asking, type Told } from '../../sandbox/practice.testing.ts'

export const pia = '17841405793187219'
export const bakery = '17841405793187221'
export const quiet = '17841405793187223' // no name, no Instagram

export const scopes = [
  'threads_basic',
  'threads_content_publish',
  'threads_manage_replies',
  'threads_read_replies',
  'threads_manage_insights',
  'threads_delete',
  'threads_location_tagging',
]

/** A sandbox without lags, a token of Pia, a place for media, and short hands for the calls every test makes. */
export async function onThreads() {
  const box = await practice()
  const media = await mediaFor(box)
  await box.settings('threads', { readbackLagSeconds: 0, imageSeconds: 0, videoSeconds: 0, carouselSeconds: 0 })
  const token = await box.mint('threads', pia, scopes)
  const other = await box.mint('threads', bakery, scopes)
  const api = (path: string, asking: Asking = {}) => box.ask(`/threads/v1.0${path}`, { token, ...asking })
  const id = (told: Told): string => {
    if (told.status !== 200) throw new Error(told.text)
    return String(told.body['id'])
  }
  const create = (form: Record<string, string>, as = token) => api('/me/threads', { form, token: as })
  const publish = (creationId: string, as = token) =>
    api('/me/threads_publish', { form: { creation_id: creationId }, token: as })

  /** What becomes of a container whose file is being fetched: asks until it is decided. */
  async function settled(container: string, as = token): Promise<Told> {
    for (;;) {
      const told = await api(`/${container}?fields=status,error_message`, { token: as })
      if (told.body['status'] !== 'IN_PROGRESS') return told
    }
  }
  async function ready(form: Record<string, string>, as = token): Promise<string> {
    const container = id(await create(form, as))
    await settled(container, as)
    return container
  }

  return {
    ...box,
    media,
    token,
    other,
    api,
    id,
    create,
    publish,
    settled,
    ready,
    post: async (form: Record<string, string>, as = token): Promise<string> =>
      id(await publish(await ready(form, as), as)),
    text: (text: string, more: Record<string, string> = {}) => ({ media_type: 'TEXT', text, ...more }),
    async [Symbol.asyncDispose]() {
      await media[Symbol.asyncDispose]()
      await box[Symbol.asyncDispose]()
    },
  }
}
export type OnThreads = Awaited<ReturnType<typeof onThreads>>

/** The error of an answer, in the words tests compare. */
export const errorOf = (told: Told) => {
  const error = (told.body['error'] ?? {}) as Record<string, unknown>
  return [told.status, error['code'], error['error_subcode']] as const
}
