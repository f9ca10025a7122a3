import { useComposing } from './composing.tsx'
import { baseTab, versionOf, type Tab } from './draft.ts'
import type { Verdict } from './verdict.ts'

/** The channels whose text is what this tab shows. */
export function useConcerned(tab: Tab): readonly Verdict[] {
  const { draft, verdicts } = useComposing()
  return [...verdicts.values()].filter(({ channelId }) =>
    tab === baseTab ? versionOf(draft, channelId)?.parts === null : channelId === tab,
  )
}
