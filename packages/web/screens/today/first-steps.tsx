import { CircleCheck, CircleDashed, X } from 'lucide-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Link } from 'wouter'
import type { Today } from '../../app/api.ts'
import { useChannels } from '../../app/queries.ts'
import { useAddress, useMay, useWorkspace } from '../../app/workspace.tsx'
import { Button } from '../../components/button.tsx'
import { classes } from '../../components/classes.ts'

/**
 * The way in, for a workspace that has no real channel yet. A step counts as done when what it asks for is there,
 * not when its page was opened.
 */
export function FirstSteps({ today }: { today: Today }) {
  const { t } = useTranslation(['today', 'common'])
  const ws = useWorkspace().id
  const address = useAddress()
  const channels = useChannels(ws).data
  const may = useMay('admin')
  const kept = `posthorn.first-steps.${ws}`
  const [dismissed, setDismissed] = useState(() => localStorage.getItem(kept) === 'dismissed')
  if (!channels || dismissed || !may) return null
  const real = channels.some((one) => one.network === 'real')
  if (real) return null
  const steps = [
    { id: 'practise', done: channels.length > 0, href: '/channels' },
    { id: 'publish', done: channels.some((one) => one.lastPublishedAt !== null), href: '/posts/new' },
    { id: 'schedule', done: today.next.length > 0, href: '/posts/new' },
    { id: 'connect', done: real, href: '/channels' },
  ] as const
  return (
    <section aria-label={t('steps.title')} className="card mt-4 flex flex-wrap items-center gap-x-5 gap-y-1 px-3 py-2">
      {channels.length > 0 && (
        <p className="flex items-center gap-2 text-row text-ink-2">
          <span aria-hidden className="sandbox-edge size-3 rounded-full" />
          {t('steps.sandbox')}
        </p>
      )}
      <ol className="flex flex-1 flex-wrap gap-x-5 gap-y-1">
        {steps.map((step) => (
          <li key={step.id} className="flex min-h-7 items-center gap-1.5">
            {step.done ? (
              <CircleCheck aria-label={t('steps.done')} size={16} className="text-published" />
            ) : (
              <CircleDashed aria-label={t('steps.open')} size={16} className="text-ink-3" />
            )}
            <Link href={address(step.href)} className={classes(step.done && 'text-ink-3')}>
              {t(`steps.${step.id}`)}
            </Link>
          </li>
        ))}
      </ol>
      <Button
        look="quiet"
        size="small-icon"
        aria-label={t('steps.dismiss')}
        onClick={() => {
          localStorage.setItem(kept, 'dismissed')
          setDismissed(true)
        }}
      >
        <X aria-hidden size={14} />
      </Button>
    </section>
  )
}
