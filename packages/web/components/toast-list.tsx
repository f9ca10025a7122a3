import { Check, CircleAlert, X } from 'lucide-react'
import { useEffect, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useStore } from '../app/store.ts'
import { toasts, unsay, type Toast } from '../app/toasts.ts'
import { Button } from './button.tsx'

const lifeMilliseconds = 10_000

/** Goes away by itself, but not while pointed at, focused, or in a tab nobody looks at. */
function Line({ toast }: { toast: Toast }) {
  const { t } = useTranslation()
  const [held, hold] = useState(false)
  useEffect(() => {
    if (held) return undefined
    const timer = setTimeout(() => unsay(toast.id), lifeMilliseconds)
    return () => clearTimeout(timer)
  }, [held, toast.id])
  const Icon = toast.kind === 'done' ? Check : CircleAlert
  return (
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-element-interactions -- pointing only holds the time; nothing is done by it
    <li
      onPointerEnter={() => hold(true)}
      onPointerLeave={() => hold(false)}
      onFocus={() => hold(true)}
      onBlur={() => hold(false)}
      className="float late pointer-events-auto flex w-full max-w-md items-center gap-3 py-2 ps-3 pe-2"
    >
      <Icon aria-hidden size={16} className={toast.kind === 'done' ? 'text-published' : 'text-failed'} />
      <span className="min-w-0 flex-1">{toast.says}</span>
      {toast.action && (
        <Button
          size="small"
          onClick={() => {
            toast.action?.run()
            unsay(toast.id)
          }}
        >
          {toast.action.label}
        </Button>
      )}
      <Button look="quiet" size="small-icon" aria-label={t('dismiss')} onClick={() => unsay(toast.id)}>
        <X aria-hidden size={16} />
      </Button>
    </li>
  )
}

/** The messages of the moment, spoken politely; F6 goes to them. */
export function ToastList() {
  const { t } = useTranslation()
  const list = useStore(toasts)
  const region = useRef<HTMLElement>(null)
  useEffect(() => {
    const hear = (event: KeyboardEvent) => {
      if (event.key !== 'F6' || toasts.get().length === 0) return
      event.preventDefault()
      region.current?.querySelector('button')?.focus()
    }
    window.addEventListener('keydown', hear)
    return () => window.removeEventListener('keydown', hear)
  }, [])
  return (
    <section
      ref={region}
      aria-label={t('messages')}
      aria-live="polite"
      className="pointer-events-none fixed inset-x-3 bottom-[calc(env(safe-area-inset-bottom)+4.5rem)] z-50 rail:bottom-4 rail:[:root:has([data-footer])_&]:bottom-20"
    >
      <ol className="flex flex-col items-center gap-2">
        {list.map((toast) => (
          <Line key={toast.id} toast={toast} />
        ))}
      </ol>
    </section>
  )
}
