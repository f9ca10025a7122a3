import { useTranslation } from 'react-i18next'
import { Link } from 'wouter'
import type { PostSummary } from '../../app/api.ts'
import { useNow } from '../../app/now.ts'
import { useChannels, usePlatforms } from '../../app/queries.ts'
import { useAddress, useWorkspace, useZone } from '../../app/workspace.tsx'
import type { Column } from '../../components/data-table.tsx'
import { PlatformGlyph } from '../../components/platform-glyph.tsx'
import { StateMark } from '../../components/state-mark.tsx'
import { TimeText } from '../../components/time-text.tsx'
import { nextTimeOf } from './views.ts'

/** Time first, then the words, then each channel with its own state: never one state for all. */
export function useColumns(): readonly Column<PostSummary>[] {
  const { t } = useTranslation(['posts', 'common'])
  const { id: ws } = useWorkspace()
  const [zone] = useZone()
  const address = useAddress()
  const now = useNow()
  const channels = new Map(useChannels(ws).data?.map((one) => [one.id, one]))
  const labels = new Map(usePlatforms().data?.map((one) => [one.id, one.label]))
  const channelsOf = (row: PostSummary) => (
    <ul className="flex flex-wrap gap-x-3 gap-y-1">
      {row.channels.map((id) => {
        const channel = channels.get(id)
        const run = row.publications.filter((one) => one.channelId === id).sort((a, b) => (a.id < b.id ? 1 : -1))[0]
        return (
          <li key={id} title={channel?.name} className="inline-flex items-center gap-1">
            {channel && <PlatformGlyph platform={channel.platform} label={labels.get(channel.platform)} size={14} />}
            <span className="heard-only">{channel?.name}</span>
            <StateMark state={run?.state ?? 'draft'} show="glyph" size="card" />
          </li>
        )
      })}
    </ul>
  )
  return [
    {
      id: 'time',
      head: t('column.time'),
      className: 'w-44 max-rail:w-32',
      cell: (row) => {
        const at = nextTimeOf(row, now)
        return at === null ? (
          <span className="text-ink-3">{t('no-time')}</span>
        ) : (
          <TimeText at={at} zone={zone} shape="day-time" />
        )
      },
    },
    {
      id: 'text',
      head: t('column.text'),
      className: 'max-w-96 max-rail:max-w-44',
      cell: (row) => (
        <>
          <Link href={address(`/posts/${row.id}`)} className="block truncate">
            <bdi>{row.words || t('no-words')}</bdi>
          </Link>
          <span className="rail:hidden">{channelsOf(row)}</span>
        </>
      ),
    },
    {
      id: 'channels',
      head: t('column.channels'),
      className: 'max-rail:hidden',
      cell: channelsOf,
    },
    {
      id: 'changed',
      head: t('column.changed'),
      figures: true,
      className: 'max-rail:hidden',
      cell: (row) => <TimeText at={row.updatedAt} zone={zone} shape="day-time" className="text-ink-3" />,
    },
  ]
}
