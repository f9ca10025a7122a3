import { ExternalLink } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import { useAddress, useZone } from '../../app/workspace.tsx'
import { LinkButton } from '../../components/button.tsx'
import { ChannelChip } from '../../components/channel-chip.tsx'
import { StateMark } from '../../components/state-mark.tsx'
import { TimeText } from '../../components/time-text.tsx'
import { useLabels } from './names.ts'
import { useComposing } from './composing.tsx'
import { contentOf } from './draft.ts'
import { PreviewFrame } from './preview-frame.tsx'

/** A post that is out: read, with the way to what followers see and to the evidence. Live posts are not edited here. */
export default function OutView() {
  const { t } = useTranslation(['composer', 'common'])
  const { draft, channels, runs, verdicts, assets } = useComposing()
  const labels = useLabels()
  const address = useAddress()
  const [zone] = useZone()
  return (
    <div className="flex flex-col gap-4">
      <p className="text-ink-2">{t('out-says')}</p>
      {draft.versions.map(({ channelId }) => {
        const channel = channels.get(channelId)
        const run = runs.get(channelId)
        const verdict = verdicts.get(channelId)
        if (!channel || !run) return null
        return (
          <section key={channelId} className="flex flex-col gap-2">
            <header className="flex flex-wrap items-center gap-x-3 gap-y-1">
              <TimeText at={run.dueAt} zone={zone} shape="day-time" withZone />
              <ChannelChip channel={channel} platformLabel={labels.get(channel.platform)} />
              <StateMark state={run.state} />
              <span className="flex-1" />
              <LinkButton size="small" look="quiet" href={address(`/delivery/${run.id}`)}>
                {t('see-delivery')}
              </LinkButton>
              {run.permalink !== null && (
                <LinkButton size="small" href={run.permalink} outside>
                  <ExternalLink aria-hidden size={14} />
                  {channel.network === 'sandbox' ? t('see-as-followers') : t('open-there')}
                </LinkButton>
              )}
            </header>
            {verdict && (
              <PreviewFrame
                channel={channel}
                platformLabel={labels.get(channel.platform)}
                preview={verdict.preview}
                poll={verdict.poll}
                media={contentOf(draft, channelId).parts.map((part) => part.media)}
                card={contentOf(draft, channelId).files['card']}
                assets={assets}
              />
            )}
          </section>
        )
      })}
    </div>
  )
}
