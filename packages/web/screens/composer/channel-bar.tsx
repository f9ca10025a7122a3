import { Plus, X } from 'lucide-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Channel } from '../../app/api.ts'
import { usePlatforms } from '../../app/queries.ts'
import { say } from '../../app/toasts.ts'
import { useAddress } from '../../app/workspace.tsx'
import { Button, LinkButton } from '../../components/button.tsx'
import { ChannelChip } from '../../components/channel-chip.tsx'
import { CheckField } from '../../components/field.tsx'
import { Popover } from '../../components/popover.tsx'
import { StateMark } from '../../components/state-mark.tsx'
import { useComposing } from './composing.tsx'
import { addChannel, isBlank, removeChannel } from './draft.ts'
import { showLeft } from './left.ts'
import { isOut } from './publications.ts'

/** Where the post goes: a chip for each channel with what it says to the text, and a list to choose from. */
export function ChannelBar() {
  const { t } = useTranslation(['composer', 'common'])
  const { draft, channels, mayWrite } = useComposing()
  const address = useAddress()
  if (channels.size === 0)
    return (
      <div className="card flex flex-wrap items-center gap-3 p-4">
        <p className="min-w-0 flex-1">{t('channels.none')}</p>
        <LinkButton href={address('/channels')}>{t('channels.connect')}</LinkButton>
      </div>
    )
  return (
    <div className="flex flex-wrap items-center gap-2">
      <span className="font-medium" id="composer-to">
        {t('channels.to')}
      </span>
      <ul aria-labelledby="composer-to" className="contents">
        {draft.versions.map(({ channelId }) => (
          <li key={channelId} className="max-w-full">
            <Chip id={channelId} />
          </li>
        ))}
      </ul>
      {mayWrite && <Picker />}
    </div>
  )
}

function Chip({ id }: { id: string }) {
  const { t } = useTranslation(['composer', 'common'])
  const { draft, channels, verdicts, runs, act, mayWrite } = useComposing()
  const channel = channels.get(id)
  const label = useLabels().get(channel?.platform ?? '')
  if (!channel) return <span className="text-row text-ink-3">{t('channels.gone')}</span>
  const verdict = verdicts.get(id)
  const tightest = verdict && Math.min(...verdict.left.map((part) => part.left))
  // An empty page is not a mistake yet.
  const blocking = isBlank(draft) ? 0 : (verdict?.findings.filter((finding) => finding.blocks).length ?? 0)
  const run = runs.get(id)
  const remove = () => {
    act('remove-channel', (draft) => removeChannel(draft, id))
    say(t('channels.removed', { name: channel.name }), {
      action: { label: t('common:undo'), run: () => act('add-channel', (draft) => addChannel(draft, id)) },
    })
  }
  return (
    <ChannelChip channel={channel} platformLabel={label}>
      {run && run.state !== 'cancelled' ? (
        <StateMark state={run.state} show="glyph" size="card" />
      ) : tightest !== undefined && tightest < 0 ? (
        <span className="figures font-medium text-failed">{showLeft(tightest)}</span>
      ) : blocking > 0 ? (
        <span className="figures text-needs" title={t('problems.count', { count: blocking })}>
          {t('channels.problems', { count: blocking })}
        </span>
      ) : null}
      {channel.state === 'reconnect' && <span className="text-waiting">{t('channels.reconnect')}</span>}
      {mayWrite && !isOut(run) && (
        <button
          type="button"
          aria-label={t('channels.remove', { name: channel.name })}
          className="-me-1 inline-flex size-6 items-center justify-center rounded-control text-ink-3 hover:bg-sunken hover:text-ink"
          onClick={remove}
        >
          <X aria-hidden size={14} />
        </button>
      )}
    </ChannelChip>
  )
}

/** Names of platforms by id. */
export function useLabels(): ReadonlyMap<string, string> {
  const { data } = usePlatforms()
  return new Map(data?.map((one) => [one.id, one.label]))
}

function Picker() {
  const { t } = useTranslation(['composer', 'common'])
  const { draft, channels, act } = useComposing()
  const labels = useLabels()
  const [search, setSearch] = useState('')
  const chosen = new Set(draft.versions.map((version) => version.channelId))
  const named = (channel: Channel) => `${labels.get(channel.platform) ?? ''} ${channel.name} ${channel.handle}`
  const shown = [...channels.values()].filter(
    (channel) => channel.state !== 'disconnected' && named(channel).toLowerCase().includes(search.trim().toLowerCase()),
  )
  const missing = shown.filter((channel) => !chosen.has(channel.id))
  return (
    <Popover
      title={t('channels.choose')}
      className="w-80"
      trigger={
        <Button size="small" look={chosen.size === 0 ? 'secondary' : 'quiet'}>
          <Plus aria-hidden size={14} />
          {chosen.size === 0 ? t('channels.choose') : t('channels.add')}
        </Button>
      }
    >
      <div className="flex flex-col gap-1 p-3">
        {channels.size > 7 && (
          <input
            className="control mb-1"
            placeholder={t('channels.search')}
            aria-label={t('channels.search')}
            value={search}
            onChange={(event) => setSearch(event.target.value)}
          />
        )}
        {shown.map((channel) => (
          <CheckField
            key={channel.id}
            checked={chosen.has(channel.id)}
            onChange={(event) => {
              const change = event.target.checked ? addChannel : removeChannel
              act(event.target.checked ? 'add-channel' : 'remove-channel', (draft) => change(draft, channel.id))
            }}
            label={
              <ChannelChip
                channel={channel}
                platformLabel={labels.get(channel.platform)}
                className="-ms-2 border-transparent bg-transparent"
              />
            }
            hint={channel.state === 'reconnect' ? t('channels.waits-reconnect') : undefined}
          />
        ))}
        {missing.length > 1 && (
          <Button
            size="small"
            className="mt-1 self-start"
            onClick={() => act('add-channel', (draft) => missing.reduce((all, one) => addChannel(all, one.id), draft))}
          >
            {t('channels.all', { count: missing.length })}
          </Button>
        )}
      </div>
    </Popover>
  )
}
