import { CircleAlert, ExternalLink } from 'lucide-react'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { Link } from 'wouter'
import type { Publication } from '../../app/api.ts'
import { usePlatforms } from '../../app/queries.ts'
import { showTime } from '../../app/time.ts'
import { useAddress, useWorkspace, useZone } from '../../app/workspace.tsx'
import { LinkButton } from '../../components/button.tsx'
import { ChannelChip } from '../../components/channel-chip.tsx'
import { Measures } from '../../components/measures.tsx'
import { classes } from '../../components/classes.ts'
import { StateMark } from '../../components/state-mark.tsx'
import { TimeText } from '../../components/time-text.tsx'
import { ActButtons } from './act-buttons.tsx'
import { lateAboveMs, showLateness } from './lateness.ts'
import { StepList } from './step-list.tsx'
import { Evidence } from './evidence.tsx'
import { Timeline } from './timeline.tsx'

interface Props {
  publication: Publication
  brief?: boolean
  /** One of several: what is over is folded away, and none has the page's primary button. */
  among?: boolean
}

/** Everything known of one publication: what happened, how we know, what can be done. */
export function PublicationView({ publication, brief, among = false }: Props) {
  const { t } = useTranslation(['delivery', 'common'])
  const { id: ws } = useWorkspace()
  const [zone] = useZone()
  const address = useAddress()
  const label = usePlatforms().data?.find((one) => one.id === publication.platform)?.label ?? publication.platform
  const channel = {
    platform: publication.platform,
    name: publication.channelName,
    handle: publication.channelHandle,
    network: publication.network,
    hue: null,
  }
  return (
    <article aria-label={t('of', { name: publication.channelName })} className="flex flex-col gap-4">
      <header className="flex flex-wrap items-center gap-x-3 gap-y-2">
        <TimeText at={publication.dueAt} zone={zone} shape="day-time" withZone />
        <ChannelChip channel={channel} platformLabel={label} />
        <StateMark size="headline" state={publication.state} until={waitsUntil(publication, zone)} />
        {publication.latenessMs !== null && (
          <span
            className={classes(
              'figures text-row',
              publication.latenessMs > lateAboveMs ? 'text-waiting' : 'text-ink-3',
            )}
          >
            {showLateness(publication.latenessMs)}
          </span>
        )}
        {publication.run > 1 && <span className="text-row text-ink-3">{t('run', { number: publication.run })}</span>}
      </header>
      <Standing publication={publication} platform={label} zone={zone} />
      <div className="flex flex-wrap gap-2">
        {publication.permalink !== null && (
          <LinkButton
            outside
            href={publication.permalink}
            look={publication.may.length === 0 && !among ? 'primary' : 'secondary'}
          >
            <ExternalLink aria-hidden size={16} strokeWidth={1.5} />
            {publication.network === 'sandbox' ? t('see-as-followers') : t('open-at', { platform: label })}
          </LinkButton>
        )}
        <ActButtons ws={ws} publication={publication} platform={label} zone={zone} />
      </div>
      <Folded when={among} open={!isOver.has(publication.state)}>
        {publication.state === 'published' && (
          <Block title={t('measures')}>
            <Measures ws={ws} of="publications" id={publication.id} platform={label} />
          </Block>
        )}
        <Block title={t('timeline')}>
          <Timeline events={publication.timeline} zone={zone} />
        </Block>
        {brief ? (
          <Link href={address(`/delivery/${publication.id}`)} className="text-row">
            {t('whole')}
          </Link>
        ) : (
          <>
            <Block title={t('steps')}>
              <StepList steps={publication.steps} zone={zone} />
            </Block>
            {publication.evidence !== null && (
              <Block title={t('evidence')}>
                <Evidence evidence={publication.evidence} zone={zone} />
              </Block>
            )}
            <Block title={publication.sentAt === null ? t('will-send') : t('was-sent')}>
              {publication.sentTexts.map((text, index) => (
                <p
                  key={index}
                  dir="auto"
                  className="border-b border-line py-2 whitespace-pre-wrap wrap-anywhere last:border-0"
                >
                  {text}
                </p>
              ))}
            </Block>
            <p className="text-row text-ink-2">
              <Link href={address(`/posts/${publication.postId}`)}>{t('open-post')}</Link>
            </p>
          </>
        )}
      </Folded>
    </article>
  )
}

const isOver: ReadonlySet<Publication['state']> = new Set(['published', 'handed_over', 'removed', 'cancelled'])

/** Details behind one line, where there would be many. */
function Folded({ when, open, children }: { when: boolean; open: boolean; children: ReactNode }) {
  const { t } = useTranslation(['delivery', 'common'])
  if (!when) return children
  return (
    <details open={open}>
      <summary className="min-h-7 py-1 text-row text-ink-2">{t('folded')}</summary>
      <div className="flex flex-col gap-4 pt-2">{children}</div>
    </details>
  )
}

const waitsUntil = ({ state, wakeAt }: Publication, zone: string): string | undefined =>
  state === 'waiting' && wakeAt !== null ? showTime(wakeAt, zone) : undefined

/** In a sentence: where it stands, why, and what happens next. */
function Standing({ publication, platform, zone }: { publication: Publication; platform: string; zone: string }) {
  const { t } = useTranslation(['delivery', 'common'])
  const { state, trouble, notes, promise, wakeAt, reason } = publication
  const next = wakeAt === null ? undefined : showTime(wakeAt, zone, 'seconds')
  const says = ['unconfirmed', 'waiting', 'scheduled', 'handed_over'].includes(state)
  if (!says && !trouble && notes.length === 0) return null
  return (
    <div className="flex flex-col gap-2">
      {state === 'unconfirmed' && (
        <p className="max-w-prose">
          {t('unconfirmed', { platform })} {next !== undefined && t('next-look', { time: next })}
        </p>
      )}
      {state === 'handed_over' && <p>{t('handed-over', { platform })}</p>}
      {state === 'waiting' && reason !== null && (
        <p>{t(`reason.${reason as 'processing'}`, { platform, defaultValue: reason })}</p>
      )}
      {state === 'scheduled' && promise !== null && (
        <p className="text-ink-2">{t(`promise.${promise === 'asks you' ? 'asks-you' : promise}`)}</p>
      )}
      {trouble && (
        <div className="flex gap-2 rounded-card bg-needs-soft p-3">
          <CircleAlert aria-hidden size={18} className="mt-px shrink-0 text-needs" />
          <div className="min-w-0">
            <p className="font-medium">{trouble.says}</p>
            {trouble.words !== undefined && (
              <p className="text-row">
                {t('words', { platform })} <q dir="auto">{trouble.words}</q>
                {trouble.status !== undefined && <span className="figures text-ink-2"> HTTP {trouble.status}</span>}
              </p>
            )}
            {trouble.todo !== undefined && <p className="text-ink-2">{trouble.todo}</p>}
          </div>
        </div>
      )}
      {notes.map((note) => (
        <p key={note.code + (note.step ?? '')} className="rounded-card bg-waiting-soft p-3 text-row">
          {t('note')} {note.says} {note.words !== undefined && <q dir="auto">{note.words}</q>} {note.todo}
        </p>
      ))}
    </div>
  )
}

const Block = ({ title, children }: { title: string; children: ReactNode }) => (
  <section className="card p-4">
    <h2 className="mb-2 font-strong">{title}</h2>
    {children}
  </section>
)
