import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { SelectField } from '../../components/field.tsx'
import { useLabels } from './names.ts'
import { useComposing } from './composing.tsx'
import { baseTab, contentOf } from './draft.ts'
import { PreviewFrame } from './preview-frame.tsx'

const all = 'all'

/** What followers will see: of the channel one writes for, of another, or of all in a column. */
export default function PreviewPanel() {
  const { t } = useTranslation(['composer', 'common'])
  const { draft, tab, channels, verdicts, assets } = useComposing()
  const labels = useLabels()
  const [picked, pick] = useState<string>()
  const ids = draft.versions.map((version) => version.channelId).filter((id) => channels.has(id))
  if (ids.length === 0) return <p className="text-ink-2">{t('preview.no-channel')}</p>
  const wanted = tab === baseTab ? (picked ?? all) : tab
  const shown = wanted === all || !ids.includes(wanted) ? ids : [wanted]
  return (
    <div className="flex flex-col gap-4">
      {tab === baseTab && ids.length > 1 && (
        <SelectField label={t('preview.of')} value={wanted} onChange={(event) => pick(event.target.value)}>
          <option value={all}>{t('preview.all')}</option>
          {ids.map((id) => (
            <option key={id} value={id}>
              {labels.get(channels.get(id)?.platform ?? '')} · {channels.get(id)?.name}
            </option>
          ))}
        </SelectField>
      )}
      {shown.map((id) => {
        const channel = channels.get(id)
        const verdict = verdicts.get(id)
        if (!channel) return null
        if (!verdict) return <div key={id} className="skeleton h-40" />
        const { parts, files } = contentOf(draft, id)
        return (
          <PreviewFrame
            key={id}
            channel={channel}
            platformLabel={labels.get(channel.platform)}
            preview={verdict.preview}
            poll={verdict.poll}
            media={parts.map((part) => part.media)}
            card={files['card']}
            assets={assets}
          />
        )
      })}
    </div>
  )
}
