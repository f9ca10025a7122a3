/**
 * One undo stack for structural acts: a part deleted, media reordered, a version taken back to the base. Text is
 * undone by the text field itself; what was typed since an act comes back with redo.
 */
import type { Draft } from './draft.ts'

interface Entry {
  /** Key of the words that name the act. */
  readonly name: string
  readonly draft: Draft
}
export interface History {
  readonly draft: Draft
  readonly past: readonly Entry[]
  readonly future: readonly Entry[]
}
const deepest = 200

export const startHistory = (draft: Draft): History => ({ draft, past: [], future: [] })

/** Typing: nothing to undo here. */
export const typed = (history: History, change: (draft: Draft) => Draft): History => ({
  ...history,
  draft: change(history.draft),
})
/** A structural act under a name. */
export function acted(history: History, name: string, change: (draft: Draft) => Draft): History {
  const draft = change(history.draft)
  if (draft === history.draft) return history
  return { draft, past: [...history.past, { name, draft: history.draft }].slice(-deepest), future: [] }
}
export function undone(history: History): History {
  const entry = history.past.at(-1)
  if (!entry) return history
  return {
    draft: entry.draft,
    past: history.past.slice(0, -1),
    future: [...history.future, { name: entry.name, draft: history.draft }],
  }
}
export function redone(history: History): History {
  const entry = history.future.at(-1)
  if (!entry) return history
  return {
    draft: entry.draft,
    past: [...history.past, { name: entry.name, draft: history.draft }],
    future: history.future.slice(0, -1),
  }
}
