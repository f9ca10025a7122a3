import { useTranslation } from 'react-i18next'
import { showNumber } from '../../app/time.ts'
import { classes } from '../../components/classes.ts'
import { PlatformGlyph } from '../../components/platform-glyph.tsx'
import { useLabels, useNames } from './names.ts'
import { useComposing } from './composing.tsx'
import { showLeft } from './left.ts'
import type { Verdict } from './verdict.ts'

/** From here on the number stands out. */
const near = 0.1
/** More than this would be a wall of numbers; the tightest ones matter. */
const most = 3

interface Room {
  readonly channelId: string
  readonly left: number
  readonly max: number
  readonly unit: string
}

/** What is left on each channel, tightest first. */
export function Counters({ verdicts, part }: { verdicts: readonly Verdict[]; part: number }) {
  const { t } = useTranslation(['composer', 'common'])
  const { channels } = useComposing()
  const labels = useLabels()
  const rooms = verdicts
    .flatMap(({ channelId, left, rules, form }): Room[] => {
      const room = left[part]
      const unit = rules.forms[form ?? '']?.text.count ?? 'graphemes'
      return room && room.max > 0 ? [{ channelId, ...room, unit }] : []
    })
    .sort((a, b) => a.left - b.left)
  const [tightest] = rooms
  const nameOf = useNames()
  return (
    <div className="flex flex-wrap items-center justify-end gap-x-3">
      {rooms.slice(0, most).map((room) => {
        const channel = channels.get(room.channelId)
        const says = t('counter', { count: room.left, name: nameOf(room.channelId), max: showNumber(room.max) })
        return (
          <span
            key={room.channelId}
            title={`${says} ${t(`counted.${room.unit as 'weighted'}`)}`}
            className={classes(
              'figures inline-flex items-center gap-1 text-row',
              room.left < 0 ? 'font-medium text-failed' : room.left <= room.max * near ? 'text-waiting' : 'text-ink-3',
            )}
          >
            {channel && <PlatformGlyph platform={channel.platform} label={labels.get(channel.platform)} size={12} />}
            <span aria-label={says}>{showLeft(room.left)}</span>
          </span>
        )
      })}
      {/* Spoken only when it matters: close to the limit, at it, over it. */}
      <output className="heard-only">
        {tightest && tightest.left <= tightest.max * near
          ? t('counter', { count: tightest.left, name: nameOf(tightest.channelId), max: showNumber(tightest.max) })
          : ''}
      </output>
    </div>
  )
}
