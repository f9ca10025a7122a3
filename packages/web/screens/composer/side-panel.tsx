import { X } from 'lucide-react'
import { lazy, Suspense, useSyncExternalStore, type ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { Button } from '../../components/button.tsx'

const Sheet = lazy(async () => ({ default: (await import('../../components/sheet.tsx')).Sheet }))

const wide = matchMedia('(min-width: 64rem)')
const watch = (listener: () => void): (() => void) => {
  wide.addEventListener('change', listener)
  return () => wide.removeEventListener('change', listener)
}

interface Props {
  open: boolean
  onClose: () => void
  title: string
  children: ReactNode
}

/** Beside the text where there is room, a sheet over it where there is none. */
export function SidePanel({ open, onClose, title, children }: Props) {
  const { t } = useTranslation()
  const beside = useSyncExternalStore(watch, () => wide.matches)
  if (!beside)
    return (
      open && (
        <Suspense>
          <Sheet open onClose={onClose} title={title}>
            {children}
          </Sheet>
        </Suspense>
      )
    )
  if (!open) return null
  return (
    <aside
      aria-label={title}
      className="card sticky top-4 flex max-h-[calc(100dvh-6rem)] w-96 shrink-0 flex-col self-start panel:w-112"
    >
      <header className="flex items-center gap-2 border-b border-line py-1.5 ps-4 pe-2">
        <h2 className="min-w-0 flex-1 font-strong">{title}</h2>
        <Button look="quiet" size="small-icon" aria-label={t('close')} onClick={onClose}>
          <X aria-hidden size={16} />
        </Button>
      </header>
      <div className="relative min-h-0 flex-1 overflow-y-auto p-4">{children}</div>
    </aside>
  )
}
