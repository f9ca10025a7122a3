import { Plus, X } from 'lucide-react'
import { lazy, Suspense, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { say } from '../../app/toasts.ts'
import { useAddress } from '../../app/workspace.tsx'
import { Button, LinkButton } from '../../components/button.tsx'
import { ChannelChip } from '../../components/channel-chip.tsx'
import { StateMark } from '../../components/state-mark.tsx'
import { useComposing } from './composing.tsx'
import { addChannel, isBlank, removeChannel } from './draft.ts'
import { showLeft } from './left.ts'
import { useLabels } from './names.ts'
import { isOut } from './publications.ts'

const ChannelList = lazy(() => import('./channel-list.tsx'))

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

/** The list to choose from comes with its first opening. */
function Picker() {
  const { t } = useTranslation(['composer', 'common'])
  const { draft } = useComposing()
  const [open, setOpen] = useState(false)
  const button = useRef<HTMLButtonElement>(null)
  const none = draft.versions.length === 0
  return (
    <>
      <Button
        ref={button}
        size="small"
        look={none ? 'secondary' : 'quiet'}
        aria-haspopup="dialog"
        aria-expanded={open}
        onClick={() => setOpen(!open)}
      >
        <Plus aria-hidden size={14} />
        {none ? t('channels.choose') : t('channels.add')}
      </Button>
      {open && (
        <Suspense>
          <ChannelList anchor={button} onClose={() => setOpen(false)} />
        </Suspense>
      )}
    </>
  )
}
