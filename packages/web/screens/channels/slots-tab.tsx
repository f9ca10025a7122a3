import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { api, type Channel } from '../../app/api.ts'
import { keys } from '../../app/queries.ts'
import { cityOf, offsetOf } from '../../app/time.ts'
import { say } from '../../app/toasts.ts'
import { useMay, useWorkspace } from '../../app/workspace.tsx'
import { Button } from '../../components/button.tsx'
import { ErrorCard } from '../../components/error-card.tsx'
import { Skeleton } from '../../components/skeleton.tsx'
import { TimeText } from '../../components/time-text.tsx'
import { AddTime } from './add-time.tsx'
import { SlotWeek } from './slot-week.tsx'
import { sameSlots, type Slot } from './week-slots.ts'

/** The weekly times of a channel's queue, on its own clock, saved together. */
export function SlotsTab({ channel }: { channel: Channel }) {
  const { t } = useTranslation(['channels', 'common'])
  const { id: workspaceId } = useWorkspace()
  const params = { workspaceId, id: channel.id }
  const client = useQueryClient()
  const may = useMay('editor')
  const stored = useQuery({
    queryKey: keys.of(workspaceId, 'slots', channel.id),
    queryFn: async ({ signal }) =>
      (await api('GET /api/v1/workspaces/{workspaceId}/channels/{id}/slots', { params, signal })).data.slots,
  })
  const [edited, edit] = useState<readonly Slot[]>()
  const save = useMutation({
    mutationFn: (slots: readonly Slot[]) =>
      api('PUT /api/v1/workspaces/{workspaceId}/channels/{id}/slots', { params, body: { slots: [...slots] } }),
    onSuccess: async () => {
      await client.invalidateQueries({ queryKey: keys.all(workspaceId) })
      edit(undefined)
      say(t('slots-saved'))
    },
  })
  if (stored.error) return <ErrorCard error={stored.error} retry={() => void stored.refetch()} />
  if (!stored.data) return <Skeleton rows={7} />
  const slots = edited ?? stored.data
  const dirty = edited !== undefined && !sameSlots(edited, stored.data)
  return (
    <div className="flex flex-col gap-4">
      <p className="text-ink-2">{t('slots-says', { city: cityOf(channel.zone), offset: offsetOf(channel.zone) })}</p>
      {may && <AddTime onAdd={edit} slots={slots} />}
      <SlotWeek slots={slots} onChange={may ? edit : undefined} />
      {save.error && <ErrorCard error={save.error} />}
      {dirty && (
        <div className="sticky bottom-0 flex items-center gap-2 border-t border-line bg-canvas py-3">
          <Button look="primary" busy={save.isPending} onClick={() => save.mutate(slots)}>
            {t('save-slots')}
          </Button>
          <Button look="quiet" onClick={() => edit(undefined)}>
            {t('discard')}
          </Button>
          <span className="text-row text-ink-2">{t('not-saved')}</span>
        </div>
      )}
      {!dirty && slots.length > 0 && <NextSlots channel={channel} />}
    </div>
  )
}

/** What the rhythm means: the next times that are free. */
function NextSlots({ channel }: { channel: Channel }) {
  const { t } = useTranslation('channels')
  const { id: workspaceId } = useWorkspace()
  const { data } = useQuery({
    queryKey: keys.of(workspaceId, 'free-slots', channel.id, 3),
    queryFn: async ({ signal }) => {
      const params = { workspaceId, id: channel.id }
      const route = 'GET /api/v1/workspaces/{workspaceId}/channels/{id}/free-slots'
      return (await api(route, { params, query: { count: 3 }, signal })).data.slots
    },
  })
  if (!data || data.length === 0) return null
  return (
    <p className="flex flex-wrap gap-x-4 text-row text-ink-2">
      {t('next-free')}
      {data.map((slot) => (
        <TimeText key={slot.at} at={slot.at} zone={channel.zone} shape="day-time" />
      ))}
    </p>
  )
}
