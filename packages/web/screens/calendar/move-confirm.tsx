import { useRef, type KeyboardEvent } from 'react'
import { useTranslation } from 'react-i18next'
import { useNow } from '../../app/now.ts'
import { cityOf, offsetOf, showTime } from '../../app/time.ts'
import { Button } from '../../components/button.tsx'
import { Field } from '../../components/field.tsx'
import { useActs } from './acts.ts'
import { Anchored } from './anchored.tsx'
import { isMovable, movableCards, type Group } from './groups.ts'
import { landing, nudge, type Landing, type Target } from './moving.ts'
import { MoveLine } from './move-line.tsx'

interface Props {
  group: Group
  anchor: HTMLElement
  target: Target
  onTarget: (target: Target) => void
  onMove: (at: Date) => void
  onClose: () => void
}

/**
 * The one question before a post moves, in the zone's own words; drag, key and menu all end here. Arrows change the
 * target while the focus is on a button, so this is the keyboard's way of moving too.
 */
export default function MoveConfirm({ group, anchor, target, onTarget, onMove, onClose }: Props) {
  const { t } = useTranslation(['calendar', 'common'])
  const { zone } = useActs()
  const now = useNow()
  const confirm = useRef<HTMLButtonElement>(null)
  const time = useRef<HTMLInputElement>(null)
  const title = t('move-what', { words: group.words || t('no-text') })
  if (!isMovable(group))
    return (
      <Anchored title={title} anchor={anchor} onClose={onClose}>
        <p>{t('stays')}</p>
      </Anchored>
    )
  const lands = landing(target, now)
  const at = lands.is === 'at' ? lands.at : undefined
  const hear = (event: KeyboardEvent) => {
    if (event.target instanceof HTMLInputElement || event.ctrlKey || event.metaKey || event.altKey) return
    if (/^\d$/.test(event.key)) {
      time.current?.focus()
      return
    }
    const wallTime = nudge(target.wallTime, event.key, event.shiftKey)
    if (wallTime === undefined) return
    event.preventDefault()
    onTarget({ wallTime, zone: target.zone })
  }
  const cards = movableCards(group)
  return (
    <Anchored title={title} anchor={anchor} onClose={onClose} focusFirst={confirm}>
      {/* oxlint-disable-next-line jsx-a11y/no-static-element-interactions -- arrows change the time from any button inside */}
      <div onKeyDown={hear} className="flex flex-col gap-2">
        <p aria-live="polite" className="figures">
          <span className="text-ink-2">{showTime(group.dueAt, zone, 'day-time')}</span>
          <span aria-label={t('becomes')}> → </span>
          <strong>{at ? showTime(at, zone, 'day-time') : target.wallTime.replace('T', ' ')}</strong>{' '}
          {t('common:zone', { city: cityOf(zone), offset: offsetOf(zone, at ?? now) })}
        </p>
        <div className="flex gap-2">
          <Field label={t('day')} className="flex-1">
            {(control) => (
              <input
                {...control}
                type="date"
                className="control"
                value={target.wallTime.slice(0, 10)}
                onChange={({ target: { value } }) =>
                  value !== '' && onTarget({ wallTime: `${value}T${target.wallTime.slice(11)}`, zone: target.zone })
                }
              />
            )}
          </Field>
          <Field label={t('time')}>
            {(control) => (
              <input
                {...control}
                ref={time}
                type="time"
                className="control"
                value={target.wallTime.slice(11, 16)}
                onChange={({ target: { value } }) =>
                  value !== '' && onTarget({ wallTime: `${target.wallTime.slice(0, 10)}T${value}`, zone: target.zone })
                }
              />
            )}
          </Field>
        </div>
        <Asked landing={lands} target={target} onTarget={onTarget} />
        <ul>
          {cards.map((card) => (
            <MoveLine key={card.id} card={card} at={at} />
          ))}
        </ul>
        {cards.length < group.cards.length && (
          <p className="text-row text-ink-2">{t('partly', { count: group.cards.length - cards.length })}</p>
        )}
        <p className="text-caption text-ink-3 pointer-coarse:hidden">{t('move-keys')}</p>
        <div className="flex gap-2">
          <Button
            ref={confirm}
            look="primary"
            reason={at ? undefined : t('choose-time')}
            onClick={() => at && onMove(at)}
          >
            {t('move')}
          </Button>
          <Button look="quiet" onClick={onClose}>
            {t('common:cancel')}
          </Button>
        </div>
      </div>
    </Anchored>
  )
}

/** What has to be said or asked about the chosen time before it can be taken. */
function Asked({
  landing,
  target,
  onTarget,
}: {
  landing: Landing
  target: Target
  onTarget: (target: Target) => void
}) {
  const { t } = useTranslation('calendar')
  const time = target.wallTime.slice(11, 16)
  const city = cityOf(target.zone)
  if (landing.is === 'past') return <p className="text-failed">{t('was-before')}</p>
  if (landing.is === 'unreadable') return <p className="text-failed">{t('choose-time')}</p>
  if (landing.is === 'missing')
    return (
      <p className="text-waiting">
        {t('missing', { time, city })}{' '}
        <Button size="small" onClick={() => onTarget({ wallTime: landing.next, zone: target.zone })}>
          {t('use', { time: landing.next.slice(11, 16) })}
        </Button>
      </p>
    )
  if (landing.is === 'doubled')
    return (
      <p className="text-waiting">
        {t('doubled', { time, city })}{' '}
        {(['first', 'second'] as const).map((fold) => (
          <Button key={fold} size="small" className="me-1" onClick={() => onTarget({ ...target, fold })}>
            {t(`the-${fold}`)}
          </Button>
        ))}
      </p>
    )
  return null
}
