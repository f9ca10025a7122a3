import { useState, type RefObject } from 'react'
import { useTranslation } from 'react-i18next'
import type { Channel } from '../../app/api.ts'
import { Button } from '../../components/button.tsx'
import { ChannelChip } from '../../components/channel-chip.tsx'
import { CheckField } from '../../components/field.tsx'
import { Popover } from '../../components/popover.tsx'
import { useLabels } from './names.ts'
import { useComposing } from './composing.tsx'
import { addChannel, removeChannel } from './draft.ts'

interface Props {
  anchor: RefObject<HTMLElement | null>
  onClose: () => void
}

/** All channels, to choose from. */
export default function ChannelList({ anchor, onClose }: Props) {
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
      open
      onOpenChange={(open) => !open && onClose()}
      anchor={anchor}
      focusAfter={anchor}
      title={t('channels.choose')}
      className="w-80"
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
