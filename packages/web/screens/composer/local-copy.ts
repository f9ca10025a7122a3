/**
 * The copy of a draft that this browser keeps from the first character on: it outlives the tab, the network and the
 * server, and goes once the server has the same. localStorage, because it is written before the call returns.
 */
import type { Draft } from './draft.ts'

export interface LocalCopy {
  readonly draft: Draft
  /** The revision it is based on; null while the server knows nothing of it. */
  readonly etag: string | null
  readonly at: string
}
export interface CopyStore {
  read: () => LocalCopy | undefined
  write: (draft: Draft, etag: string | null) => void
  clear: () => void
}

/** `id` of the post, or 'new'. A full or forbidden storage is no reason to stop typing. */
export function copyStore(
  workspaceId: string,
  id: string,
  storage: Pick<Storage, 'getItem' | 'setItem' | 'removeItem'> = localStorage,
  now = () => new Date(),
): CopyStore {
  const key = `posthorn:draft:${workspaceId}:${id}`
  const attempt = <T>(act: () => T): T | undefined => {
    try {
      return act()
    } catch {
      return undefined
    }
  }
  return {
    read: () =>
      attempt(() => {
        const copy: unknown = JSON.parse(storage.getItem(key) ?? 'null')
        return isCopy(copy) ? copy : undefined
      }),
    write: (draft, etag) =>
      attempt(() => storage.setItem(key, JSON.stringify({ draft, etag, at: now().toISOString() } satisfies LocalCopy))),
    clear: () => attempt(() => storage.removeItem(key)),
  }
}

/** Enough to be sure that it was written by this screen. */
const isCopy = (value: unknown): value is LocalCopy => {
  if (typeof value !== 'object' || value === null || !('draft' in value) || !('at' in value)) return false
  const { draft } = value
  return (
    typeof draft === 'object' &&
    draft !== null &&
    'base' in draft &&
    'versions' in draft &&
    Array.isArray(draft.versions) &&
    'shelf' in draft
  )
}
