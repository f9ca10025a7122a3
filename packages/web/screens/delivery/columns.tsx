import { useTranslation } from 'react-i18next'
import { Link } from 'wouter'
import type { PublicationCard } from '../../app/api.ts'
import { useChannels, usePlatforms } from '../../app/queries.ts'
import { useAddress, useWorkspace, useZone } from '../../app/workspace.tsx'
import { ChannelChip } from '../../components/channel-chip.tsx'
import type { Column } from '../../components/data-table.tsx'
import { StateMark } from '../../components/state-mark.tsx'
import { TimeText } from '../../components/time-text.tsx'
import { lateAboveMs, showLateness } from './lateness.ts'

/** Time first, then how late, where, what, and how it stands. */
export function useColumns(): readonly Column<PublicationCard>[] {
  const { t } = useTranslation(['delivery', 'common'])
  const { id: ws } = useWorkspace()
  const [zone] = useZone()
  const address = useAddress()
  const channels = useChannels(ws).data ?? []
  const labels = new Map(usePlatforms().data?.map((one) => [one.id, one.label]))
  return [
    {
      id: 'time',
      head: t('column.time'),
      cell: (row) => (
        <Link href={address(`/delivery/${row.id}`)}>
          <TimeText at={row.dueAt} zone={zone} shape="day-time" />
          <span className="block max-w-40 truncate text-caption text-ink-3 rail:hidden">
            <bdi>{row.words || t('no-words')}</bdi>
          </span>
        </Link>
      ),
    },
    {
      id: 'late',
      head: t('column.late'),
      figures: true,
      className: 'whitespace-nowrap max-rail:hidden',
      cell: (row) => <Lateness ms={row.latenessMs} />,
    },
    {
      id: 'channel',
      head: t('column.channel'),
      cell: (row) => {
        const known = channels.find((one) => one.id === row.channelId)
        return (
          <>
            {known ? (
              <ChannelChip
                channel={known}
                platformLabel={labels.get(row.platform)}
                className="-ms-2 border-transparent bg-transparent"
              />
            ) : (
              labels.get(row.platform)
            )}
            <StateMark state={row.state} className="rail:hidden" />
          </>
        )
      },
    },
    {
      id: 'post',
      head: t('column.post'),
      className: 'max-w-80 truncate max-rail:hidden',
      cell: (row) => <bdi>{row.words || t('no-words')}</bdi>,
    },
    {
      id: 'state',
      head: t('column.state'),
      className: 'max-rail:hidden',
      cell: (row) => <StateMark state={row.state} />,
    },
  ]
}

/** How late it was; a dash while it is not out. */
function Lateness({ ms }: { ms: number | null }) {
  if (ms === null) return <span className="text-ink-3">–</span>
  return <span className={ms > lateAboveMs ? 'text-waiting' : 'text-ink-2'}>{showLateness(ms)}</span>
}
