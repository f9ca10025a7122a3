import { useQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { usePlatforms } from '../../app/queries.ts'
import { ErrorCard } from '../../components/error-card.tsx'
import { useComposing } from './composing.tsx'
import { isBlank, setSetting, versionOf } from './draft.ts'
import { LinkCardButton } from './link-card-button.tsx'
import { fieldsFor, withLive } from './fields.ts'
import { fieldsOf, settingWith, type FieldSpec } from './schema.ts'
import { SchemaForm } from './schema-form.tsx'
import { optionsQuery } from './use-options.ts'

/** The settings of one channel, drawn from what its platform says about them. */
export default function SettingsPart({ channelId }: { channelId: string }) {
  const { t } = useTranslation(['composer', 'common'])
  const { ws, channels, draft, verdicts, act, type, mayWrite } = useComposing()
  const { data: platforms } = usePlatforms()
  const platform = platforms?.find((one) => one.id === channels.get(channelId)?.platform)
  const live = useQuery({ ...optionsQuery(ws, channelId), enabled: platform?.options === true })
  const known = fieldsOf(platform?.settings)
  const fields = live.data ? withLive(known, live.data) : known
  const version = versionOf(draft, channelId)
  if (!platform || !version || fields.length === 0) return null
  const verdict = verdicts.get(channelId)
  const wrong = verdict?.findings.filter((finding) => finding.field?.startsWith('settings.')) ?? []
  const unset = ({ name }: FieldSpec): boolean => version.settings[name] === undefined
  const demanded = new Set(wrong.filter(({ blocks }) => blocks).map(({ field }) => field))
  // Nothing may be chosen for a person here, so what is left open is to be filled in, whatever the schema says of it.
  const asked = fields.map((field) =>
    unset(field) && demanded.has(`settings.${field.name}`) ? { ...field, required: true } : field,
  )
  const missing = fieldsFor(asked, version.settings, verdict?.form).filter((one) => one.required && unset(one)).length
  // An empty page is not a mistake yet.
  const errors = new Map(
    isBlank(draft)
      ? []
      : wrong.map(({ field = '', atField, says, blocks }) => [field, { says: atField ?? says, blocks }]),
  )
  const card = settingWith(platform.settings, 'link-card')
  return (
    <details className="border-t border-line" open={missing > 0 || Object.keys(version.settings).length > 0}>
      <summary className="px-4 py-2 font-medium">
        {t('settings.of', { platform: platform.label })}
        {missing > 0 && (
          <span className="figures ms-2 text-row text-needs">{t('settings.missing', { count: missing })}</span>
        )}
      </summary>
      <div className="flex flex-col items-start gap-3 px-4 pb-4">
        {live.error && <ErrorCard error={live.error} retry={() => void live.refetch()} />}
        {live.data?.says.map((sentence) => (
          <p key={sentence}>{sentence}</p>
        ))}
        {card !== undefined && <LinkCardButton channelId={channelId} setting={card} />}
        <SchemaForm
          fields={asked}
          form={verdict?.form}
          values={version.settings}
          errors={errors}
          readOnly={!mayWrite}
          onChange={(name, value, structural) => {
            const change = (now: typeof draft) => setSetting(now, channelId, name, value)
            if (structural) act('change-setting', change)
            else type(change)
          }}
        />
      </div>
    </details>
  )
}
