import { ChevronLeft, ChevronRight } from 'lucide-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Button } from '../../components/button.tsx'
import { ChannelChip } from '../../components/channel-chip.tsx'
import { TextField } from '../../components/field.tsx'
import { useLabels } from '../composer/names.ts'
import { useComposing } from '../composer/composing.tsx'
import { EvidenceList } from './evidence-list.tsx'
import { stretches, type Suggestion } from './writer-state.ts'

interface Props {
  channelId: string
  /** Newest last. */
  suggestions: readonly Suggestion[]
  busy: boolean
  builtIn: boolean
  onUse: (suggestion: Suggestion) => void
  onOtherLead: () => void
  onInstruct: (instruction: string) => void
}

/** What was written for one channel, what it rests on, and what the checks say. */
export function SuggestionCard({ channelId, suggestions, busy, builtIn, onUse, onOtherLead, onInstruct }: Props) {
  const { t } = useTranslation(['writer', 'common'])
  const { channels } = useComposing()
  const labels = useLabels()
  // Counted from the newest, so that a new one is shown when it comes.
  const [back, setBack] = useState(0)
  const [instruction, setInstruction] = useState('')
  const place = suggestions.length - 1 - back
  const shown = suggestions[place]
  const channel = channels.get(channelId)
  if (!shown) return null
  const name = channel?.name ?? ''
  return (
    <section aria-label={t('for', { name })} className="card flex flex-col gap-3 p-3">
      <header className="flex flex-wrap items-center gap-2">
        {channel && (
          <ChannelChip
            channel={channel}
            platformLabel={labels.get(channel.platform)}
            className="-ms-2 border-transparent bg-transparent"
          />
        )}
        <span className="flex-1" />
        {suggestions.length > 1 && (
          <span className="figures inline-flex items-center text-row text-ink-2">
            <Button
              look="quiet"
              size="small-icon"
              aria-label={t('earlier')}
              reason={place === 0 ? t('no-more') : undefined}
              onClick={() => setBack(back + 1)}
            >
              <ChevronLeft aria-hidden size={14} className="directional" />
            </Button>
            {t('of', { number: place + 1, count: suggestions.length })}
            <Button
              look="quiet"
              size="small-icon"
              aria-label={t('later')}
              reason={back === 0 ? t('no-more') : undefined}
              onClick={() => setBack(back - 1)}
            >
              <ChevronRight aria-hidden size={14} className="directional" />
            </Button>
          </span>
        )}
      </header>
      {shown.writer === 'built_in' && <p className="text-row text-ink-2">{t('plain-draft')}</p>}
      <div aria-live="off" className="flex flex-col gap-2">
        {shown.content.parts.map((part, index) => (
          <p key={index} dir="auto" className="whitespace-pre-wrap wrap-anywhere">
            {stretches(part.text, index, shown.evidence).map((stretch, n) =>
              stretch.evidence === undefined ? (
                <span key={n}>{stretch.text}</span>
              ) : (
                <span key={n} className="border-b border-dotted border-ctrl">
                  {stretch.text}
                  <sup className="figures text-caption text-ink-3">{stretch.evidence + 1}</sup>
                </span>
              ),
            )}
          </p>
        ))}
        {shown.content.firstComment !== null && shown.content.firstComment !== '' && (
          <p dir="auto" className="border-s-2 border-line ps-3 text-row whitespace-pre-wrap">
            {shown.content.firstComment}
          </p>
        )}
      </div>
      {shown.findings.length > 0 && (
        <ul aria-label={t('findings')} className="flex flex-col gap-1 text-row">
          {shown.findings.map((finding, index) => (
            <li
              key={index}
              className={
                finding.level === 'block' ? 'text-failed' : finding.level === 'warn' ? 'text-waiting' : 'text-ink-2'
              }
            >
              {t(`level.${finding.level}`)} {finding.says}
            </li>
          ))}
        </ul>
      )}
      <EvidenceList evidence={shown.evidence} />
      <div className="flex flex-wrap gap-2">
        <Button
          size="small"
          look="secondary"
          reason={shown.state === 'blocked' ? t('blocked') : undefined}
          onClick={() => onUse(shown)}
        >
          {t('use', { name })}
        </Button>
        <Button size="small" look="quiet" reason={busy ? t('wait') : undefined} onClick={onOtherLead}>
          {t('other-lead')}
        </Button>
      </div>
      {!builtIn && (
        <form
          className="flex items-end gap-2"
          onSubmit={(event) => {
            event.preventDefault()
            if (instruction.trim() === '' || busy) return
            onInstruct(instruction.trim())
            setInstruction('')
          }}
        >
          <TextField
            className="flex-1"
            label={t('instruct')}
            value={instruction}
            onChange={(event) => setInstruction(event.target.value)}
          />
          <Button type="submit" reason={busy ? t('wait') : undefined}>
            {t('rewrite')}
          </Button>
        </form>
      )}
    </section>
  )
}
