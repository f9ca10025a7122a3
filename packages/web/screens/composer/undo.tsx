import { Redo2, Undo2 } from 'lucide-react'
import { useEffect } from 'react'
import { useTranslation } from 'react-i18next'
import { say } from '../../app/toasts.ts'
import { Button } from '../../components/button.tsx'
import type { useComposer } from './use-composer.ts'

type History = Pick<ReturnType<typeof useComposer>, 'past' | 'future' | 'undo' | 'redo'>

/** Takes back what was done, or does it again. */
export function UndoButtons({ composer: { past, future, undo, redo } }: { composer: History }) {
  const { t } = useTranslation(['composer', 'common'])
  return (
    <>
      <IconButton icon={Undo2} label={t('undo')} off={past.length === 0} run={undo} />
      <IconButton icon={Redo2} label={t('redo')} off={future.length === 0} run={redo} />
    </>
  )
}

function IconButton({
  icon: Icon,
  label,
  off,
  run,
}: {
  icon: typeof Undo2
  label: string
  off: boolean
  run: () => void
}) {
  const { t } = useTranslation(['composer', 'common'])
  return (
    <Button
      look="quiet"
      size="icon"
      aria-label={label}
      title={label}
      reason={off ? t('nothing-to-undo') : undefined}
      onClick={run}
      className="max-rail:hidden"
    >
      <Icon aria-hidden size={16} strokeWidth={1.5} />
    </Button>
  )
}

/** Mod+Z undoes acts; inside a text field it belongs to the text. */
export function useUndoKeys({ undo, redo }: Pick<History, 'undo' | 'redo'>): void {
  const { t } = useTranslation(['composer', 'common'])
  useEffect(() => {
    const hear = (event: KeyboardEvent) => {
      const typing = event.target instanceof HTMLElement && event.target.matches('input, textarea')
      if (typing || !(event.metaKey || event.ctrlKey) || event.key.toLowerCase() !== 'z') return
      event.preventDefault()
      if (event.shiftKey) redo()
      else undo()
      say(event.shiftKey ? t('redone') : t('undone'))
    }
    window.addEventListener('keydown', hear)
    return () => window.removeEventListener('keydown', hear)
  }, [undo, redo, t])
}
