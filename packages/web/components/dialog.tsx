import { AlertDialog as BaseAlert } from '@base-ui/react/alert-dialog'
import { Dialog as Base } from '@base-ui/react/dialog'
import { X } from 'lucide-react'
import type { ReactNode, RefObject } from 'react'
import { useTranslation } from 'react-i18next'
import { Button } from './button.tsx'
import { classes } from './classes.ts'

interface Props {
  open: boolean
  onClose: () => void
  title: string
  /** One sentence under the title. */
  says?: ReactNode
  children?: ReactNode
  /** Buttons, the harmless one last. */
  actions?: ReactNode
  /** Where focus goes first; by default the first control. */
  focusFirst?: RefObject<HTMLElement | null> | undefined
  wide?: boolean | undefined
}

const popup = (wide: boolean | undefined): string =>
  classes(
    'float fixed inset-x-3 top-[max(1rem,8dvh)] mx-auto flex max-h-[84dvh] flex-col rounded-dialog bg-surface',
    wide ? 'max-w-3xl' : 'max-w-lg',
  )

/** A dialog: focus goes in, stays, and returns; Escape closes. */
export function Dialog({ open, onClose, title, says, children, actions, focusFirst, wide }: Props) {
  const { t } = useTranslation()
  return (
    <Base.Root open={open} onOpenChange={(next) => !next && onClose()}>
      <Base.Portal>
        <Base.Backdrop className="backdrop" />
        <Base.Popup className={popup(wide)} initialFocus={focusFirst}>
          <header className="px-5 pt-4 pe-14 pb-2">
            <Base.Title className="text-section font-strong">{title}</Base.Title>
            {says !== undefined && <Base.Description className="mt-1 text-ink-2">{says}</Base.Description>}
          </header>
          <div className="relative min-h-0 flex-1 overflow-y-auto px-5 pt-1 pb-5">{children}</div>
          {actions !== undefined && <Actions>{actions}</Actions>}
          {/* Last in order, so that the focus goes to what the dialog is about. */}
          <Base.Close
            render={<Button look="quiet" size="small-icon" aria-label={t('close')} className="absolute! end-3 top-3" />}
          >
            <X aria-hidden size={16} />
          </Base.Close>
        </Base.Popup>
      </Base.Portal>
    </Base.Root>
  )
}

const Actions = ({ children }: { children: ReactNode }) => (
  <footer className="flex flex-wrap items-center justify-end gap-2 border-t border-line px-5 py-3">{children}</footer>
)

/** A question that must be answered before anything else. Give `focusFirst` the least destructive answer. */
export function AlertDialog({ open, onClose, title, says, children, actions, focusFirst, wide }: Props) {
  return (
    <BaseAlert.Root open={open} onOpenChange={(next) => !next && onClose()}>
      <BaseAlert.Portal>
        <BaseAlert.Backdrop className="backdrop" />
        <BaseAlert.Popup className={popup(wide)} initialFocus={focusFirst}>
          <div className="relative min-h-0 flex-1 overflow-y-auto px-5 pt-4 pb-5">
            <BaseAlert.Title className="text-section font-strong">{title}</BaseAlert.Title>
            {says !== undefined && <BaseAlert.Description className="mt-1 text-ink-2">{says}</BaseAlert.Description>}
            {children !== undefined && <div className="mt-3">{children}</div>}
          </div>
          {actions !== undefined && <Actions>{actions}</Actions>}
        </BaseAlert.Popup>
      </BaseAlert.Portal>
    </BaseAlert.Root>
  )
}
