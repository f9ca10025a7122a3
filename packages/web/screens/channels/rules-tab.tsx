import { useTranslation } from 'react-i18next'
import type { Channel } from '../../app/api.ts'
import { useMay, useWorkspace } from '../../app/workspace.tsx'
import { CheckField, Field } from '../../components/field.tsx'
import { ZonePicker } from '../../components/zone-picker.tsx'
import { LateFields } from '../settings/late-fields.tsx'
import { useChange } from './use-change.ts'

const hues = [0, 1, 2, 3, 4, 5, 6, 7, 8, 9] as const

/** Zone, lateness and colour; each change counts at once. */
export function Rules({ channel }: { channel: Channel }) {
  const { t } = useTranslation('channels')
  const workspace = useWorkspace()
  const change = useChange(channel.id)
  const may = useMay('editor')
  const own = channel.latePolicy !== null
  return (
    <fieldset disabled={!may} className="flex max-w-xl flex-col gap-6">
      <Field label={t('zone')} hint={t('zone-hint')}>
        {() => (
          <div>
            <ZonePicker
              label={t('zone')}
              value={channel.zone}
              onChange={(zone) => change.mutate({ zone })}
              first={[workspace.zone]}
            />
          </div>
        )}
      </Field>
      <section>
        <h2 className="pb-1 font-medium">{t('late')}</h2>
        <CheckField
          label={t('late-own')}
          checked={own}
          onChange={(event) =>
            change.mutate(
              event.target.checked
                ? { latePolicy: workspace.latePolicy, lateWindowSeconds: workspace.lateWindowSeconds }
                : { latePolicy: null, lateWindowSeconds: null },
            )
          }
        />
        {own && (
          <LateFields
            policy={channel.latePolicy ?? workspace.latePolicy}
            windowSeconds={channel.lateWindowSeconds ?? workspace.lateWindowSeconds}
            onChange={(latePolicy, lateWindowSeconds) => change.mutate({ latePolicy, lateWindowSeconds })}
          />
        )}
      </section>
      <fieldset>
        <legend className="pb-1 font-medium">{t('hue')}</legend>
        <div className="flex flex-wrap gap-1">
          <Hue label={t('no-hue')} checked={channel.hue === null} onChange={() => change.mutate({ hue: null })} />
          {hues.map((hue) => (
            <Hue
              key={hue}
              hue={hue}
              label={t('hue-name', { number: hue + 1 })}
              checked={channel.hue === hue}
              onChange={() => change.mutate({ hue })}
            />
          ))}
        </div>
      </fieldset>
    </fieldset>
  )
}

function Hue({
  hue,
  label,
  checked,
  onChange,
}: {
  hue?: number
  label: string
  checked: boolean
  onChange: () => void
}) {
  return (
    <label
      title={label}
      className="flex size-9 items-center justify-center rounded-control has-checked:bg-sunken has-checked:outline-2 has-checked:outline-ink has-focus-visible:outline-2 has-focus-visible:outline-focus pointer-coarse:size-11"
    >
      <input type="radio" name="hue" className="heard-only" checked={checked} onChange={onChange} />
      <span className="heard-only">{label}</span>
      <span
        aria-hidden
        className="size-5 rounded-full border border-ctrl"
        style={hue === undefined ? undefined : { backgroundColor: `var(--hue-${hue})`, borderColor: 'transparent' }}
      />
    </label>
  )
}
