import { useQuery } from '@tanstack/react-query'
import { useEffect, useRef, useState } from 'react'
import type { Channel } from '../../app/api.ts'
import { contentOf, type Content, type Draft, type Version } from './draft.ts'
import type { LiveOptions } from './use-options.ts'
import { judge, type AnyComposer, type Asset, type Verdict } from './verdict.ts'

/** The platforms' composers: loaded with the first draft, after the text field stands. */
export const useComposers = () =>
  useQuery({
    queryKey: ['composers'],
    queryFn: async () => {
      const { composers } = await import('@posthorn/platforms/compose')
      return composers as unknown as Readonly<Record<string, AnyComposer>>
    },
    staleTime: Infinity,
    gcTime: Infinity,
  })

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
  const { data: composers } = useComposers()
  const [verdicts, setVerdicts] = useState<ReadonlyMap<string, Verdict>>(new Map())
  const judged = useRef(new Map<string, Judged>())
  useEffect(() => {
    if (!composers) return undefined
    let current = true
    const run = async () => {
      if (draft.versions.some(({ channelId }) => isLong(contentOf(draft, channelId)))) await breathe(pauseMs)
      if (!current) return
      const found = new Map<string, Verdict>()
      for (const { channelId, settings } of draft.versions) {
        const channel = channels.get(channelId)
        const composer = channel && composers[channel.platform]
        if (!channel || !composer) continue
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
        const verdict = judge(composer, channel, content, settings, assets, live)
        judged.current.set(channelId, { content, settings, assets, options: live, verdict })
        found.set(channelId, verdict)
      }
      setVerdicts(found)
    }
    void run()
    return () => {
      current = false
    }
  }, [draft, channels, assets, composers, options])
  return verdicts
}
