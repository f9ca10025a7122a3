/** The findings of all channels as one short list: what is the same everywhere is said once. */
import { baseTab, versionOf, type Draft, type Tab } from './draft.ts'
import type { Finding, Verdict } from './verdict.ts'

export interface Issue {
  readonly key: string
  readonly says: string
  readonly todo?: string
  readonly blocks: boolean
  readonly channelIds: readonly string[]
  /** Where it is mended. */
  readonly tab: Tab
  readonly field: string
  readonly part: number
}

/** Blocking ones first, each in the order of channels. */
export function issuesOf(draft: Draft, verdicts: ReadonlyMap<string, Verdict>): readonly Issue[] {
  const groups = new Map<string, [Finding, ...Finding[]]>()
  for (const finding of [...verdicts.values()].flatMap((verdict) => verdict.findings)) {
    const key = `${finding.says} ${finding.part ?? ''} ${finding.field ?? ''}`
    const group = groups.get(key)
    if (group) group.push(finding)
    else groups.set(key, [finding])
  }
  const issues = [...groups].map(([key, group]): Issue => {
    const [first] = group
    const channelIds = group.map((one) => one.channelId)
    const inBase =
      channelIds.length > 1 &&
      first.field?.startsWith('settings') !== true &&
      channelIds.every((id) => versionOf(draft, id)?.parts === null)
    return {
      key,
      says: first.says,
      ...(first.todo !== undefined && { todo: first.todo }),
      blocks: first.blocks,
      channelIds,
      tab: inBase ? baseTab : first.channelId,
      field: first.field ?? 'text',
      part: first.part ?? 0,
    }
  })
  return issues.sort((a, b) => Number(b.blocks) - Number(a.blocks))
}
