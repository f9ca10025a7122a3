import { Plus } from 'lucide-react'
import { lazy, Suspense, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Link, useSearchParams } from 'wouter'
import type { Channel } from '../../app/api.ts'
import { useNames } from '../../app/channels.ts'
import { useHotkeys } from '../../app/hotkeys.ts'
import { useChannels } from '../../app/queries.ts'
import { cityOf } from '../../app/time.ts'
import { useAddress, useMay, useWorkspace } from '../../app/workspace.tsx'
import { Avatar } from '../../components/avatar.tsx'
import { Button } from '../../components/button.tsx'
import { hueOf } from '../../components/channel-chip.tsx'
import { EmptyState } from '../../components/empty-state.tsx'
import { ErrorCard } from '../../components/error-card.tsx'
import { PlatformGlyph } from '../../components/platform-glyph.tsx'
import { Skeleton } from '../../components/skeleton.tsx'
import { Page } from '../../shell/page.tsx'
import { HealthMark } from './health-mark.tsx'
import { ReturnProblem } from './return-problem.tsx'
import { PracticeButton } from './practice-button.tsx'
import { ReconnectButton } from './reconnect-button.tsx'

const ConnectDialog = lazy(() => import('./connect-dialog.tsx'))
const ConsentDialog = lazy(() => import('./consent-dialog.tsx'))

/** The connected accounts: how they are, and how to add one. */
export default function ChannelsPage() {
  const { t } = useTranslation(['channels', 'common'])
  const { id: ws } = useWorkspace()
  const channels = useChannels(ws)
  const may = useMay('admin')
  const [search, setSearch] = useSearchParams()
  const [connecting, setConnecting] = useState(false)
  const consent = search.get('consent')
  useHotkeys(may ? [{ keys: 'n', says: t('connect'), group: t('title'), run: () => setConnecting(true) }] : [])
  const list = channels.data?.filter((one) => one.state !== 'disconnected')
  const gone = channels.data?.filter((one) => one.state === 'disconnected') ?? []
  return (
    <Page
      title={t('title')}
      primary={
        may ? (
          <Button look="primary" keys="n" onClick={() => setConnecting(true)}>
            <Plus aria-hidden size={16} />
            {t('connect')}
          </Button>
        ) : null
      }
    >
      <ReturnProblem />
      {channels.error && <ErrorCard error={channels.error} retry={() => void channels.refetch()} />}
      {!channels.data && !channels.error && <Skeleton rows={6} />}
      {list?.length === 0 && (
        <EmptyState
          says={t('empty')}
          action={
            may ? (
              <span className="flex flex-wrap gap-2">
                <PracticeButton />
                <Button onClick={() => setConnecting(true)}>{t('connect')}</Button>
              </span>
            ) : (
              <span className="text-ink-3">{t('admins-connect')}</span>
            )
          }
        />
      )}
      {list && list.length > 0 && <Rows channels={list} />}
      {gone.length > 0 && (
        <details className="pt-6">
          <summary className="text-ink-2">{t('gone', { count: gone.length })}</summary>
          <Rows channels={gone} />
        </details>
      )}
      <Suspense>
        {connecting && <ConnectDialog onClose={() => setConnecting(false)} />}
        {consent !== null && (
          <ConsentDialog
            id={consent}
            onClose={() =>
              setSearch(
                (before) => {
                  before.delete('consent')
                  return before
                },
                { replace: true },
              )
            }
          />
        )}
      </Suspense>
    </Page>
  )
}

const byPlatform = (a: Channel, b: Channel): number =>
  a.platform.localeCompare(b.platform) || a.name.localeCompare(b.name)

const Rows = ({ channels }: { channels: readonly Channel[] }) => (
  <ul className="card overflow-hidden">
    {channels.toSorted(byPlatform).map((channel) => (
      <Row key={channel.id} channel={channel} />
    ))}
  </ul>
)

function Row({ channel }: { channel: Channel }) {
  const { t } = useTranslation(['channels', 'common'])
  const address = useAddress()
  const names = useNames()
  const may = useMay('admin')
  const { id, platform, network } = channel
  const name = channel.name || channel.handle
  return (
    <li
      className="flex min-h-14 flex-wrap items-center gap-x-4 gap-y-1 border-b border-line px-3 py-2 last:border-0 wide:grid wide:grid-cols-[7rem_minmax(0,1.6fr)_minmax(0,1.2fr)_6rem_4.5rem_6.5rem]"
      style={{ borderInlineStart: `3px solid ${hueOf(channel) ?? 'transparent'}` }}
    >
      <span className="flex w-28 shrink-0 items-center gap-2 wide:w-auto">
        <PlatformGlyph platform={platform} size={18} />
        {names.platform(platform)}
      </span>
      <Link href={address(`/channels/${id}`)} className="flex min-w-0 flex-1 items-center gap-2.5 text-ink">
        <Avatar name={name} url={channel.avatarUrl} sandbox={network === 'sandbox'} />
        <span className="min-w-0">
          <bdi className="block truncate font-medium">{name}</bdi>
          <span className="block truncate text-row text-ink-3">
            {channel.handle !== name && <bdi>{channel.handle} </bdi>}
            {network === 'sandbox' && t('common:sandbox')}
          </span>
        </span>
      </Link>
      <span className="min-w-0 max-wide:w-full">
        <HealthMark channel={channel} />
      </span>
      <span className="text-row text-ink-2">{cityOf(channel.zone)}</span>
      <span className="figures text-row text-ink-2">
        {channel.slots > 0 ? t('slots-count', { count: channel.slots }) : t('no-slots')}
      </span>
      <span className="flex justify-end max-wide:ms-auto">
        {channel.state !== 'connected' && may && <ReconnectButton channel={channel} size="small" />}
      </span>
    </li>
  )
}
