/** Where two drafts of one post differ, field by field, as texts a person can compare. */
import { baseTab, contentOf, versionOf, type Draft, type Tab } from './draft.ts'

export interface Difference {
  readonly tab: Tab
  readonly field: 'text' | 'media' | 'comment' | 'settings' | 'channels'
  readonly mine: string
  readonly theirs: string
}

const textOf = (draft: Draft, tab: Tab): string =>
  contentOf(draft, tab)
    .parts.map((part) => part.text)
    .join('\n\n')
const mediaOf = (draft: Draft, tab: Tab): string =>
  contentOf(draft, tab)
    .parts.flatMap((part) => part.media.map(({ assetId, alt }) => `${assetId} ${alt ?? ''}`.trim()))
    .join('\n')
const settingsOf = (draft: Draft, tab: Tab): string =>
  Object.entries(versionOf(draft, tab)?.settings ?? {})
    .map(([name, value]) => `${name}: ${JSON.stringify(value)}`)
    .join('\n')
const channelsOf = (draft: Draft): string => draft.versions.map((version) => version.channelId).join('\n')

export function differences(mine: Draft, theirs: Draft): readonly Difference[] {
  const tabs = [...new Set([baseTab, ...[...mine.versions, ...theirs.versions].map((version) => version.channelId)])]
  const compare = (tab: Tab, field: Difference['field'], of: (draft: Draft, tab: Tab) => string): Difference[] => {
    const [a, b] = [of(mine, tab), of(theirs, tab)]
    return a === b ? [] : [{ tab, field, mine: a, theirs: b }]
  }
  const inherits = (tab: Tab): boolean =>
    [mine, theirs].every((draft) => (versionOf(draft, tab)?.parts ?? null) === null)
  return [
    ...compare(baseTab, 'channels', channelsOf),
    ...tabs.flatMap((tab) => [
      // What a channel inherits is said once, at the base.
      ...(tab === baseTab || !inherits(tab)
        ? [...compare(tab, 'text', textOf), ...compare(tab, 'media', mediaOf)]
        : []),
      ...(tab === baseTab
        ? compare(tab, 'comment', (draft) => draft.base.firstComment ?? '')
        : compare(tab, 'settings', settingsOf)),
    ]),
  ]
}
