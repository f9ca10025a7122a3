import { useTranslation } from 'react-i18next'
import type { LatePolicy } from '../../app/api.ts'
import { CheckField } from '../../components/field.tsx'
import { lateExamples } from './late-examples.ts'

const policies = ['window', 'skip', 'ask'] as const satisfies readonly LatePolicy[]
/** Windows worth offering, in seconds. */
const windows = [900, 3600, 10_800, 43_200, 86_400] as const

interface Props {
  policy: LatePolicy
  windowSeconds: number
  onChange: (policy: LatePolicy, windowSeconds: number) => void
}

/** What becomes of a post that is late, with examples in times of a clock. */
export function LateFields({ policy, windowSeconds, onChange }: Props) {
  const { t } = useTranslation('settings')
  const offered = [...new Set([...windows, windowSeconds])].sort((a, b) => a - b)
  const span = (seconds: number) =>
    seconds % 3600 === 0 ? t('hours', { count: seconds / 3600 }) : t('minutes', { count: Math.round(seconds / 60) })
  return (
    <div className="flex flex-col gap-2">
      <fieldset>
        <legend className="heard-only">{t('late')}</legend>
        {policies.map((one) => (
          <CheckField
            key={one}
            type="radio"
            name="late"
            label={t(`late-policy.${one}`)}
            hint={t(`late-hint.${one}`)}
            checked={policy === one}
            onChange={() => onChange(one, windowSeconds)}
          />
        ))}
      </fieldset>
      {policy === 'window' && (
        <label className="flex items-center gap-2">
          {t('late-window')}
          <select
            className="control w-auto!"
            value={windowSeconds}
            onChange={(event) => onChange(policy, Number(event.target.value))}
          >
            {offered.map((seconds) => (
              <option key={seconds} value={seconds}>
                {span(seconds)}
              </option>
            ))}
          </select>
        </label>
      )}
      <table className="w-full max-w-md text-row">
        <caption className="pb-1 text-start text-ink-2">{t('late-example')}</caption>
        <thead className="text-ink-2">
          <tr className="*:border-b *:border-line *:py-1 *:text-start *:font-medium">
            <th scope="col">{t('late-back')}</th>
            <th scope="col">{t('late-then')}</th>
          </tr>
        </thead>
        <tbody className="figures">
          {lateExamples(policy, windowSeconds).map(({ time, fate }) => (
            <tr key={time} className="*:border-b *:border-line *:py-1">
              <td>{time}</td>
              <td>{t(`fate.${fate}`)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}
