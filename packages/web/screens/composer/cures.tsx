import { SplitSquareVertical } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import { count } from '@posthorn/domain/text/count.ts'
import { splitThread } from '@posthorn/domain/text/thread.ts'
import { Button } from '../../components/button.tsx'
import { useNames } from './names.ts'
import { useComposing } from './composing.tsx'
import { baseTab, splitPart, type Tab } from './draft.ts'
import type { Verdict } from './verdict.ts'

interface Props {
  tab: Tab
  part: number
  text: string
  verdicts: readonly Verdict[]
}

/** What can be done about a text that is too long for one channel, beside the text. */
export default function Cures({ tab, part, text, verdicts }: Props) {
  const { t } = useTranslation(['composer', 'common'])
  const { act, open } = useComposing()
  const nameOf = useNames()
  const over = verdicts.filter((verdict) => (verdict.left[part]?.left ?? 0) < 0)
  return (
    <ul className="flex flex-col gap-1">
      {over.map(({ channelId, left, rules }) => {
        const name = nameOf(channelId)
        const { left: rest = 0, max = 0 } = left[part] ?? {}
        const thread = Object.values(rules.forms).find((form) => form.parts > 1)
        const split = () => {
          const texts = splitThread(text, max, (piece) => count(piece, thread?.text.count ?? 'graphemes'))
          act('split', (now) => splitPart(now, channelId, part, texts))
          open(channelId)
        }
        return (
          <li key={channelId} className="flex flex-wrap items-center gap-x-2 gap-y-1 text-row">
            <span className="figures min-w-0 text-failed rail:flex-1">{t('over', { count: -rest, name, max })}</span>
            {thread && (
              <Button size="small" aria-label={t('split', { name })} onClick={split}>
                <SplitSquareVertical aria-hidden size={14} />
                {t('split-short')}
              </Button>
            )}
            {tab === baseTab && (
              <Button size="small" aria-label={t('own.write', { name })} onClick={() => open(channelId)}>
                {t('own.write-short')}
              </Button>
            )}
          </li>
        )
      })}
    </ul>
  )
}
