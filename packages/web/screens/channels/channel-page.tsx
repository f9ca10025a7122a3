import { ChevronLeft } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import { Link, useParams, useSearchParams } from 'wouter'
import type { Channel } from '../../app/api.ts'
import { useNames } from '../../app/channels.ts'
import { useChannels } from '../../app/queries.ts'
import { useAddress, useMay, useWorkspace } from '../../app/workspace.tsx'
import { Avatar } from '../../components/avatar.tsx'
import { Button } from '../../components/button.tsx'
import { ErrorCard } from '../../components/error-card.tsx'
import { PlatformGlyph } from '../../components/platform-glyph.tsx'
import { Skeleton } from '../../components/skeleton.tsx'
import { Tabs } from '../../components/tabs.tsx'
import { NotHere } from '../../shell/not-here.tsx'
import { Page } from '../../shell/page.tsx'
import { Danger } from './danger.tsx'
import { HealthMark } from './health-mark.tsx'
import { HealthTab } from './health-tab.tsx'
import { ReconnectButton } from './reconnect-button.tsx'
import { Rules } from './rules-tab.tsx'
import { ReturnProblem } from './return-problem.tsx'
import { SlotsTab } from './slots-tab.tsx'
import { useChange } from './use-change.ts'

/** One channel: how it is, when it publishes, its rules, and the way out. */
export default function ChannelPage() {
  const { t } = useTranslation('channels')
  const { id: ws } = useWorkspace()
  const { id = '' } = useParams()
  const channels = useChannels(ws)
  const channel = channels.data?.find((one) => one.id === id)
  if (channel) return <One channel={channel} />
  if (channels.data) return <NotHere home={`/w/${ws}`} />
  return (
    <Page title={t('title')} primary={null}>
      {channels.error ? (
        <ErrorCard error={channels.error} retry={() => void channels.refetch()} />
      ) : (
        <Skeleton rows={6} />
      )}
    </Page>
  )
}

const tabs = ['health', 'slots', 'rules', 'danger'] as const

function One({ channel }: { channel: Channel }) {
  const { t } = useTranslation(['channels', 'common'])
  const address = useAddress()
  const names = useNames()
  const [search, setSearch] = useSearchParams()
  const name = channel.name || channel.handle
  const tab =
    tabs.find((one) => one === search.get('tab')) ??
    (channel.slots === 0 && channel.state === 'connected' ? 'slots' : 'health')
  const bodies = {
    health: <HealthTab channel={channel} />,
    slots: <SlotsTab channel={channel} />,
    rules: <Rules channel={channel} />,
    danger: <Danger channel={channel} />,
  }
  return (
    <Page title={name} detail={names.platform(channel.platform)} primary={<Deeds channel={channel} />}>
      <ReturnProblem />
      <Link href={address('/channels')} className="flex min-h-7 items-center gap-1 self-start text-row">
        <ChevronLeft aria-hidden size={14} className="directional" />
        {t('title')}
      </Link>
      <div className="flex flex-wrap items-center gap-x-4 gap-y-2 py-3">
        <Avatar name={name} url={channel.avatarUrl} sandbox={channel.network === 'sandbox'} />
        <span className="flex min-w-0 flex-1 flex-wrap items-center gap-x-2 rail:flex-none">
          <PlatformGlyph platform={channel.platform} />
          {names.platform(channel.platform)} <bdi className="min-w-0 truncate text-ink-2">{channel.handle}</bdi>
          {channel.network === 'sandbox' && <span className="text-ink-3">{t('common:sandbox')}</span>}
        </span>
        <span className="max-rail:w-full">
          <HealthMark channel={channel} />
        </span>
      </div>
      <Tabs
        label={name}
        value={tab}
        onChange={(next) =>
          setSearch(
            (before) => {
              before.set('tab', next)
              return before
            },
            { replace: true },
          )
        }
        tabs={tabs.map((id) => ({ id, label: t(`tab.${id}`), body: bodies[id] }))}
      />
    </Page>
  )
}

/** What is done most: connect again when it is cut off, else hold and let go. */
function Deeds({ channel }: { channel: Channel }) {
  const { t } = useTranslation('channels')
  const change = useChange(channel.id)
  const [admin, editor] = [useMay('admin'), useMay('editor')]
  if (channel.state !== 'connected') return admin ? <ReconnectButton channel={channel} look="primary" /> : null
  if (!editor) return null
  const paused = channel.pausedAt !== null
  return (
    <Button busy={change.isPending} onClick={() => change.mutate({ paused: !paused })}>
      {paused ? t('resume') : t('pause')}
    </Button>
  )
}
