import type { TFunction } from 'i18next'
import { createContext, use } from 'react'
import type { Names } from '../../app/channels.ts'
import type { Group } from './groups.ts'
import type { Target } from './moving.ts'

/** What cards and cells may ask of the page they stand on. */
export interface Acts {
  readonly zone: string
  /** May this person move and write? */
  readonly may: boolean
  /** Names and words for cards: asked for once here, not by each of thousands. */
  readonly names: Names
  readonly t: TFunction<['calendar', 'common']>
  /** The whole address of a page of this workspace, and the way there. */
  href: (path: string) => string
  open: (path: string) => void
  peek: (group: Group, at: HTMLElement) => void
  /** Opens the question; without a target it starts from the present time. */
  move: (group: Group, at: HTMLElement, target?: Target) => void
  /** A new post there: the wall time on the clock on screen, or a free slot. */
  compose: (at: string, channel?: string) => void
  /** All of a day, or of an hour of it. */
  more: (title: string, groups: readonly Group[] | { day: string }, at: HTMLElement) => void
}

const Context = createContext<Acts | undefined>(undefined)
export const ActsProvider = Context.Provider

export function useActs(): Acts {
  const acts = use(Context)
  if (!acts) throw new Error('used outside of a calendar')
  return acts
}
