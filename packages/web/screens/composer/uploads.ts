/** Files on their way into the library. They go on while one writes in another tab of the composer. */
import { createStore } from '../../app/store.ts'
import type { Composing } from './composing.tsx'
import { addMedia, type Tab } from './draft.ts'
import { upload } from './upload.ts'

export interface Upload {
  readonly id: number
  readonly tab: Tab
  readonly part: number
  readonly file: File
  /** 0 to 1. */
  readonly share: number
  /** What was thrown, if it did not arrive. */
  readonly error?: unknown
  stop: () => void
  again: () => void
}
export const uploads = createStore<readonly Upload[]>([])
let last = 0

const change = (id: number, more: Partial<Upload>): void =>
  uploads.set(uploads.get().map((one) => (one.id === id ? { ...one, ...more } : one)))
const drop = (id: number): void => uploads.set(uploads.get().filter((one) => one.id !== id))

/** Uploads files one after another and puts each into its part as it arrives. */
export function startUploads(
  ws: string,
  { tab, part }: { tab: Tab; part: number },
  files: readonly File[],
  { act, addAsset }: Pick<Composing, 'act' | 'addAsset'>,
): void {
  // In turn, so that they stand in the order in which they were chosen.
  let before = Promise.resolve()
  for (const file of files) {
    last += 1
    const id = last
    const stopper = new AbortController()
    const run = async (): Promise<void> => {
      if (stopper.signal.aborted) return
      change(id, { share: 0, error: undefined })
      try {
        const asset = await upload(ws, file, { onProgress: (share) => change(id, { share }), signal: stopper.signal })
        addAsset(asset)
        act('add-media', (draft) => addMedia(draft, tab, part, { assetId: asset.id }))
        drop(id)
      } catch (error) {
        if (!stopper.signal.aborted) change(id, { error })
      }
    }
    const stop = (): void => {
      stopper.abort()
      drop(id)
    }
    uploads.set([...uploads.get(), { id, tab, part, file, share: 0, stop, again: () => void run() }])
    before = before.then(run)
  }
}
