import { CircleAlert } from 'lucide-react'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { useProblemWords } from '../app/problem-words.ts'
import { Button } from './button.tsx'

interface Props {
  /** What was thrown. */
  error: unknown
  /** What could not be done, where the problem itself would not say. */
  what?: string | undefined
  retry?: (() => void) | undefined
  action?: ReactNode
}

/** What happened, the one thing to do, and the request id for a report. */
export function ErrorCard({ error, what, retry, action }: Props) {
  const { t } = useTranslation()
  const words = useProblemWords()(error)
  return (
    <div role="alert" className="card flex flex-wrap items-start gap-3 p-4">
      <CircleAlert aria-hidden size={18} className="mt-px shrink-0 text-failed" />
      <div className="min-w-0 flex-1">
        {what !== undefined && <p className="font-medium">{what}</p>}
        <p className={what === undefined ? 'font-medium' : ''}>{words.says}</p>
        {words.todo !== undefined && <p className="text-ink-2">{words.todo}</p>}
        {words.requestId !== undefined && (
          <p className="mt-1 text-caption text-ink-3">
            {t('request-id')} <code className="select-all">{words.requestId}</code>
          </p>
        )}
      </div>
      {action}
      {retry && (
        <Button size="small" onClick={retry}>
          {t('retry')}
        </Button>
      )}
    </div>
  )
}
