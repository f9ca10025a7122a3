import { useTranslation } from 'react-i18next'
import { TimeText } from '../../components/time-text.tsx'
import { Facts } from './timeline.tsx'

const ways = ['answer', 'look', 'person'] as const
type Way = (typeof ways)[number]
const isWay = (value: unknown): value is Way => ways.some((way) => way === value)
const isText = (value: unknown): value is string => typeof value === 'string'

/** How we know that it is out: who said so, when, and where it can be seen. */
export function Evidence({ evidence, zone }: { evidence: Readonly<Record<string, unknown>>; zone: string }) {
  const { t } = useTranslation(['delivery', 'common'])
  const { how, at, seen, permalink, ...rest } = evidence
  return (
    <div className="flex flex-col gap-1">
      <p>
        {isWay(how) && t(`how.${how}`)}{' '}
        {isText(at) && <TimeText at={at} zone={zone} shape="seconds" withZone className="text-ink-2" />}
      </p>
      {isText(seen) && <p className="wrap-anywhere">{seen}</p>}
      {isText(permalink) && (
        <p className="wrap-anywhere">
          <a href={permalink}>{permalink}</a>
        </p>
      )}
      <Facts facts={rest} />
    </div>
  )
}
