import { queryOptions, useQueries } from '@tanstack/react-query'
import { useCallback, useEffect, useMemo, useRef, useState } from 'react'
import type { Channel } from '../../app/api.ts'
import { contentOf, type Content, type Draft, type Version } from './draft.ts'
import type { judge } from './judge.ts'
import type { LiveOptions } from './use-options.ts'
import type { Asset, Verdict } from './verdict.ts'

type Judge = Parameters<typeof judge> extends [unknown, ...infer About] ? (...about: About) => Verdict : never

/** Who judges drafts for a platform: its own composer, loaded when a channel of it is first chosen. */
const judgeQuery = (platform: string) =>
  queryOptions({
    queryKey: ['judge', platform],
    queryFn: async (): Promise<Judge> => {
      const [{ judge }, { loadComposer }] = await Promise.all([
        import('./judge.ts'),
        import('@posthorn/platforms/load'),
      ])
      const composer = await loadComposer[platform]?.()
      if (!composer) throw new Error(`This page was loaded before Posthorn knew ${platform}.`)
      return (...about) => judge(composer, ...about)
    },
    retry: true,
    staleTime: Infinity,
    gcTime: Infinity,
    meta: { quiet: true },
  })

/** The judges of the chosen channels' platforms that are there already. */
function useJudges(draft: Draft, channels: ReadonlyMap<string, Channel>): ReadonlyMap<string, Judge> {
  const chosen = draft.versions.flatMap(({ channelId }) => channels.get(channelId)?.platform ?? [])
  // As one text: typing makes new versions of the same platforms.
  const names = [...new Set(chosen)].sort().join(' ')
  const platforms = useMemo(() => names.split(' ').filter((name) => name !== ''), [names])
  return useQueries({
    queries: platforms.map(judgeQuery),
    combine: useCallback(
      (answers: readonly { readonly data: Judge | undefined }[]) =>
        new Map(answers.flatMap(({ data }, n) => (data ? [[platforms[n] ?? '', data] as const] : []))),
      [platforms],
    ),
  })
}

interface Judged {
  readonly content: Content
  readonly settings: Version['settings']
  readonly assets: ReadonlyMap<string, Asset>
  readonly options: LiveOptions | undefined
  readonly verdict: Verdict
}
const same = (a: Content, b: Content): boolean =>
  a.parts === b.parts && a.firstComment === b.firstComment && a.files === b.files

/** A text longer than this takes long enough to count that one waits for a pause in typing. */
const longText = 4000
const pauseMs = 150

/** Gives way to keys and clicks. */
const breathe = (ms = 0): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms))
const isLong = ({ parts }: Content): boolean => parts.some((part) => part.text.length > longText)

/**
 * What each channel says to the draft. One channel is judged at a time with a breath between, so that typing stays
 * light with many channels and long texts; a channel whose text did not change is not judged again.
 */
export function useVerdicts(
  draft: Draft,
  channels: ReadonlyMap<string, Channel>,
  assets: ReadonlyMap<string, Asset>,
  options: ReadonlyMap<string, LiveOptions>,
): ReadonlyMap<string, Verdict> {
  const judges = useJudges(draft, channels)
  const [verdicts, setVerdicts] = useState<ReadonlyMap<string, Verdict>>(new Map())
  const judged = useRef(new Map<string, Judged>())
  useEffect(() => {
    let current = true
    const run = async () => {
      if (draft.versions.some(({ channelId }) => isLong(contentOf(draft, channelId)))) await breathe(pauseMs)
      if (!current) return
      const found = new Map<string, Verdict>()
      for (const { channelId, settings } of draft.versions) {
        const channel = channels.get(channelId)
        const judge = channel && judges.get(channel.platform)
        if (!channel || !judge) continue
        const content = contentOf(draft, channelId)
        const last = judged.current.get(channelId)
        const live = options.get(channelId)
        const isSame = last?.settings === settings && last.assets === assets && last.options === live
        if (last && isSame && same(last.content, content)) {
          found.set(channelId, last.verdict)
          continue
        }
        await breathe()
        if (!current) return
        const verdict = judge(channel, content, settings, assets, live)
        judged.current.set(channelId, { content, settings, assets, options: live, verdict })
        found.set(channelId, verdict)
      }
      setVerdicts(found)
    }
    void run()
    return () => {
      current = false
    }
  }, [draft, channels, assets, judges, options])
  return verdicts
}
