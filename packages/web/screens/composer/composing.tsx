import { createContext, use, type ReactNode } from 'react'
import type { Channel, Post, PublicationCard } from '../../app/api.ts'
import type { Draft, Tab } from './draft.ts'
import type { Mode } from './publications.ts'
import type { DraftSaveState } from './keeper.ts'
import type { Asset, Verdict } from './verdict.ts'
import type { Choice } from './when.ts'

/** What the parts of the composer share. */
export interface Composing {
  readonly ws: string
  /** As the server has it; none before the first save. */
  readonly post: Post | undefined
  /** Its id as of now, also in the middle of an act; null before the first save. */
  postId: () => string | null
  /** The revision a change has to name. */
  etag: () => string | null
  readonly draft: Draft
  /** Typing: the text field undoes it. */
  type: (change: (draft: Draft) => Draft) => void
  /** A structural act, undone by Mod+Z outside of text; `name` is a key under `composer:act`. */
  act: (name: ActName, change: (draft: Draft) => Draft) => void
  readonly tab: Tab
  open: (tab: Tab) => void
  /** Opens a tab and puts the cursor into one of its fields. */
  goTo: (tab: Tab, field: string, part?: number) => void
  readonly channels: ReadonlyMap<string, Channel>
  readonly runs: ReadonlyMap<string, PublicationCard>
  readonly verdicts: ReadonlyMap<string, Verdict>
  readonly assets: ReadonlyMap<string, Asset>
  addAsset: (asset: Asset) => void
  readonly mode: Mode
  readonly save: DraftSaveState
  readonly dirty: boolean
  /** True once the server has everything that is on screen. */
  flush: () => Promise<boolean>
  /** Takes what the server answered after an act of its own. */
  settle: (post: Post, etag: string | undefined) => void
  readonly choice: Choice
  choose: (choice: Choice) => void
  readonly mayWrite: boolean
  readonly mayPublish: boolean
}
export const actNames = [
  'add-part',
  'remove-part',
  'move-part',
  'split',
  'add-media',
  'remove-media',
  'move-media',
  'back-to-base',
  'remove-channel',
  'add-channel',
  'use-suggestion',
  'change-setting',
] as const
export type ActName = (typeof actNames)[number]

const Context = createContext<Composing | undefined>(undefined)
export const ComposingProvider = ({ value, children }: { value: Composing; children: ReactNode }) => (
  <Context value={value}>{children}</Context>
)
export function useComposing(): Composing {
  const composing = use(Context)
  if (!composing) throw new Error('used outside of a composer')
  return composing
}

/** The id of the element that holds a field, so that a problem can lead to it. */
export const fieldId = (field: string, part = 0): string =>
  `compose-${field.startsWith('settings.') || field === 'firstComment' ? '' : `${part}-`}${field.replaceAll('.', '-')}`
