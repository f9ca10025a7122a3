import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { api } from '../app/api.ts'
import { keys } from '../app/queries.ts'
import { showTime } from '../app/time.ts'
import { useMay, useWorkspace, useZone } from '../app/workspace.tsx'
import { Banner } from '../components/banner.tsx'
import { Button } from '../components/button.tsx'

/** Publishing is stopped: since when, and the way to switch it on. */
export default function Stopped({ since }: { since: string }) {
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
