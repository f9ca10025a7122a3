import { lazy, Suspense, useSyncExternalStore } from 'react'
import { useTranslation } from 'react-i18next'
import { useWorkspace } from '../app/workspace.tsx'
import { Banner } from '../components/banner.tsx'

const Stopped = lazy(() => import('./stopped.tsx'))

const watchLine = (listener: () => void) => {
  window.addEventListener('online', listener)
  window.addEventListener('offline', listener)
  return () => {
    window.removeEventListener('online', listener)
    window.removeEventListener('offline', listener)
  }
}
/** Does the browser think it has a network? */
export const useOnline = (): boolean => useSyncExternalStore(watchLine, () => navigator.onLine)

/** At most one line over all pages, the worst first. */
export function Banners() {
  const { t } = useTranslation('shell')
  const online = useOnline()
  const { stoppedAt } = useWorkspace()
  if (stoppedAt !== null)
    return (
      <Suspense>
        <Stopped since={stoppedAt} />
      </Suspense>
    )
  if (!online) return <Banner kind="warning">{t('banner.offline')}</Banner>
  return null
}
