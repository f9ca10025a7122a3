import { Check, CircleAlert, CloudOff, LoaderCircle, PencilLine } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import { useProblemWords } from '../../app/problem-words.ts'
import { showTime } from '../../app/time.ts'
import { useZone } from '../../app/workspace.tsx'
import { useComposing } from './composing.tsx'

/** Whether what is on screen is kept, and where, as words. */
export function SaveStatus() {
  const { t } = useTranslation(['composer', 'common'])
  const { save, mode, dirty, post } = useComposing()
  const [zone] = useZone()
  const words = useProblemWords()
  const line = (Icon: typeof Check, text: string, look = 'text-ink-2') => (
    <output className={`figures inline-flex items-center gap-1.5 text-row ${look}`}>
      <Icon aria-hidden size={14} />
      {text}
    </output>
  )
  if (save.is === 'offline') return line(CloudOff, t('save.offline'), 'text-waiting')
  if (save.is === 'conflict') return line(CircleAlert, t('save.conflict'), 'text-failed')
  if (save.is === 'refused') return line(CircleAlert, words(save.problem).says, 'text-failed')
  if (save.is === 'saving') return line(LoaderCircle, t('save.saving'))
  if (dirty && mode === 'planned') return line(PencilLine, t('save.not-updated'), 'text-waiting')
  if (dirty || save.is === 'dirty') return line(PencilLine, t('save.dirty'))
  if (save.is === 'saved') return line(Check, t('save.saved', { time: showTime(save.at, zone, 'seconds') }))
  if (post) return line(Check, t('save.saved', { time: showTime(post.updatedAt, zone, 'seconds') }))
  return line(PencilLine, t('save.nothing'))
}
