import { useTranslation } from 'react-i18next'
import { useNow } from '../../app/now.ts'
import { useToday } from '../../app/queries.ts'
import { showTime } from '../../app/time.ts'
import { useAddress, useMay, useWorkspace, useZone } from '../../app/workspace.tsx'
import { LinkButton } from '../../components/button.tsx'
import { EmptyState } from '../../components/empty-state.tsx'
import { ErrorCard } from '../../components/error-card.tsx'
import { Skeleton } from '../../components/skeleton.tsx'
import { Page } from '../../shell/page.tsx'
import { FirstSteps } from './first-steps.tsx'
import { NeedsYou } from './needs-you.tsx'
import { Next } from './next.tsx'
import { Summary } from './summary.tsx'
import { WentOut } from './went-out.tsx'

/** What needs me, what is next, what went out. */
export default function TodayPage() {
  const { t } = useTranslation('today')
  const workspace = useWorkspace()
  const [zone] = useZone()
  const now = useNow()
  const today = useToday(workspace.id)
  const data = today.data
  return (
    <Page title={t('title')}>
      <p className="text-section font-strong">
        <time dateTime={new Date(now).toISOString()}>{showTime(now, zone, 'long-day')}</time>
        <span className="figures ms-2 font-normal text-ink-2">{showTime(now, zone)}</span>
      </p>
      {today.error && (
        <div className="pt-3">
          <ErrorCard
            error={today.error}
            what={data && t('last-known', { at: showTime(today.dataUpdatedAt, zone) })}
            retry={() => void today.refetch()}
          />
        </div>
      )}
      {!data && !today.error && (
        <div className="flex flex-col gap-6 pt-4">
          <Skeleton rows={1} />
          <Skeleton rows={5} />
        </div>
      )}
      {data && (
        <>
          <Summary today={data} />
          <FirstSteps today={data} />
          <NeedsYou today={data} />
          {data.next.length === 0 && data.wentOut.length === 0 && data.needsYou.length === 0 ? (
            <NothingPlanned />
          ) : (
            <div className="grid grid-cols-1 gap-x-10 wide:grid-cols-2">
              <Next cards={data.next} />
              <WentOut cards={data.wentOut} />
            </div>
          )}
        </>
      )}
    </Page>
  )
}

function NothingPlanned() {
  const { t } = useTranslation('today')
  const address = useAddress()
  const compose = useMay('contributor')
  return (
    <EmptyState
      says={t('empty')}
      action={compose && <LinkButton href={address('/posts/new')}>{t('write-first')}</LinkButton>}
    />
  )
}
