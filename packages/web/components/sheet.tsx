import { Dialog as Base } from '@base-ui/react/dialog'
import { X } from 'lucide-react'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { Button } from './button.tsx'

interface Props {
  open: boolean
  onClose: () => void
  title: string
  children: ReactNode
  actions?: ReactNode
}

/** A panel over the page: at the end side on wide screens, the whole height on a phone. */
export function Sheet({ open, onClose, title, children, actions }: Props) {
  const { t } = useTranslation()
  return (
    <Base.Root open={open} onOpenChange={(next) => !next && onClose()}>
      <Base.Portal>
        <Base.Backdrop className="backdrop" />
        <Base.Popup className="float fixed inset-y-0 end-0 flex w-full flex-col rounded-none border-y-0 border-e-0 bg-surface rail:max-w-md">
          <header className="flex items-center gap-3 border-b border-line px-4 py-2">
            <Base.Title className="min-w-0 flex-1 text-section font-strong">{title}</Base.Title>
            <Base.Close render={<Button look="quiet" size="icon" aria-label={t('close')} />}>
              <X aria-hidden size={18} />
            </Base.Close>
          </header>
          <div className="relative min-h-0 flex-1 overflow-y-auto p-4">{children}</div>
          {actions !== undefined && (
            <footer className="flex flex-wrap justify-end gap-2 border-t border-line p-3">{actions}</footer>
          )}
        </Base.Popup>
      </Base.Portal>
    </Base.Root>
  )
}
