import { ChevronsUpDown } from 'lucide-react'
import { lazy, Suspense, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useWorkspace } from '../app/workspace.tsx'
import { Button } from '../components/button.tsx'
import { initialOf } from '../components/initial.ts'

const Menu = lazy(() => import('./workspace-menu-items.tsx'))

/** The name of the workspace, and behind it the others, the looks and the way out; loaded when first asked for. */
export function WorkspaceMenu() {
  const [wanted, want] = useState(false)
  const closed = <WorkspaceButton aria-haspopup="menu" onClick={() => want(true)} />
  return wanted ? (
    <Suspense fallback={closed}>
      <Menu trigger={<WorkspaceButton />} />
    </Suspense>
  ) : (
    closed
  )
}

function WorkspaceButton(props: Partial<Parameters<typeof Button>[0]>) {
  const { t } = useTranslation('shell')
  const { name } = useWorkspace()
  return (
    <Button
      {...props}
      look="quiet"
      aria-label={t('workspace-menu', { name })}
      className="min-w-0 flex-1 px-2! font-strong"
    >
      <span className="min-w-0 flex-1 truncate text-start max-wide:hidden">{name}</span>
      <span className="wide:hidden">{initialOf(name)}</span>
      <ChevronsUpDown aria-hidden size={14} className="shrink-0 text-ink-3 max-wide:hidden" />
    </Button>
  )
}
