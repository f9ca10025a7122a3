/** Short messages. Kept apart from the part that draws them, which is loaded with the first one. */
import { createStore } from './store.ts'

export interface Toast {
  readonly id: number
  readonly says: string
  readonly kind: 'done' | 'failed'
  readonly action?: { readonly label: string; run(): void }
}

export const toasts = createStore<readonly Toast[]>([])
let last = 0

/** Says something for ten seconds, longer while pointed at; with an action it can be taken back. */
export function say(says: string, more: { kind?: Toast['kind']; action?: Toast['action'] } = {}): void {
  last += 1
  toasts.set([
    ...toasts.get().slice(-2),
    { id: last, says, kind: more.kind ?? 'done', ...(more.action && { action: more.action }) },
  ])
}

export const unsay = (id: number): void => toasts.set(toasts.get().filter((one) => one.id !== id))
