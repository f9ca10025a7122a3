import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useSyncExternalStore } from 'react'
import { useTranslation } from 'react-i18next'
import { api } from '../app/api.ts'
import { keys } from '../app/queries.ts'
import { useMay, useWorkspace, useZone } from '../app/workspace.tsx'
import { Banner } from '../components/banner.tsx'
import { Button } from '../components/button.tsx'
import { showTime } from '../app/time.ts'

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
  if (stoppedAt !== null) return <Stopped since={stoppedAt} />
  if (!online) return <Banner kind="warning">{t('banner.offline')}</Banner>
  return null
}

function Stopped({ since }: { since: string }) {
  const { t } = useTranslation('shell')
  const { id } = useWorkspace()
  const [zone] = useZone()
  const client = useQueryClient()
  const resume = useMutation({
    mutationFn: () => api('POST /api/v1/workspaces/{workspaceId}/resume', { params: { workspaceId: id } }),
    onSuccess: () =>
      Promise.all([
        client.invalidateQueries({ queryKey: keys.me }),
        client.invalidateQueries({ queryKey: keys.all(id) }),
      ]),
  })
  const may = useMay('editor')
  return (
    <Banner
      kind="failed"
      action={
        may && (
          <Button size="small" busy={resume.isPending} onClick={() => resume.mutate()}>
            {t('banner.resume')}
          </Button>
        )
      }
    >
      {t('banner.stopped', { since: showTime(since, zone, 'day-time') })}
    </Banner>
  )
}
