import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { Link } from 'wouter'
import type { Channel } from '../../app/api.ts'
import { showDistance, showNumber } from '../../app/time.ts'
import { useNames } from '../../app/channels.ts'
import { useAddress, useMay, useWorkspace, useZone } from '../../app/workspace.tsx'
import { Measures } from '../../components/measures.tsx'
import { TimeText } from '../../components/time-text.tsx'
import { ReconnectButton } from './reconnect-button.tsx'

/** What is known about the access and the last posts. */
export function HealthTab({ channel }: { channel: Channel }) {
  const { t } = useTranslation('channels')
  const { id: ws } = useWorkspace()
  const names = useNames()
  const [zone] = useZone()
  const address = useAddress()
  const may = useMay('admin')
  const { id, platform } = channel
  const time = (at: string | null, none: string): ReactNode =>
    at === null ? none : <TimeText at={at} zone={zone} shape="date-time" />
  return (
    <div className="flex flex-col gap-4">
      {channel.stateWhy !== null && <p className="text-needs">{channel.stateWhy}</p>}
      {channel.closedWhy !== null && channel.closedUntil !== null && (
        <p className="text-waiting">
          {t('closed-why', { why: channel.closedWhy, when: showDistance(channel.closedUntil) })}
        </p>
      )}
      <dl className="card divide-y divide-line">
        <Fact label={t('fact.published')}>{time(channel.lastPublishedAt, t('never'))}</Fact>
        <Fact label={t('fact.waiting')}>
          <span className="figures">{showNumber(channel.waiting)}</span>{' '}
          <Link href={address(`/calendar?channel=${id}&view=list`)} className="ms-2">
            {t('see-calendar')}
          </Link>
        </Fact>
        <Fact label={t('fact.access')}>
          {channel.renewable ? t('renews-itself') : time(channel.expiresAt, t('never-ends'))}
        </Fact>
        <Fact label={t('fact.scopes')}>
          {channel.scopes.length === 0 ? '–' : <span className="break-words">{channel.scopes.join(', ')}</span>}
        </Fact>
        <Fact label={t('fact.kind')}>
          {channel.kind} · <bdi>{channel.remoteId}</bdi>
          {channel.host !== null && <> · {channel.host}</>}
        </Fact>
      </dl>
      <section className="card p-4">
        <h2 className="mb-2 font-strong">{t('numbers')}</h2>
        <Measures ws={ws} of="channels" id={id} platform={names.platform(platform)} />
      </section>
      {may && channel.state === 'connected' && (
        <div className="flex flex-wrap items-center gap-3">
          <ReconnectButton channel={channel} />
          <p className="text-row text-ink-2">{t('reconnect-hint')}</p>
        </div>
      )}
    </div>
  )
}

const Fact = ({ label, children }: { label: string; children: ReactNode }) => (
  <div className="flex min-h-(--row) flex-wrap items-center gap-x-4 px-3 py-1.5">
    <dt className="w-32 shrink-0 text-ink-2 rail:w-44">{label}</dt>
    <dd className="min-w-0 flex-1 wrap-anywhere">{children}</dd>
  </div>
)
