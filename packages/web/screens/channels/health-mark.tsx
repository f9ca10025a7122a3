import { Check, Hourglass, Pause, TriangleAlert, Unplug, type LucideIcon } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import type { Channel } from '../../app/api.ts'
import { useNow } from '../../app/now.ts'
import { useZone } from '../../app/workspace.tsx'
import { classes } from '../../components/classes.ts'
import { healthOf, healthSays, type Health } from './health.ts'

const marks: Readonly<Record<Health, { icon: LucideIcon; ink: string }>> = {
  works: { icon: Check, ink: 'text-ink-2' },
  ends: { icon: TriangleAlert, ink: 'text-waiting' },
  reconnect: { icon: Unplug, ink: 'text-needs' },
  paused: { icon: Pause, ink: 'text-waiting' },
  closed: { icon: Hourglass, ink: 'text-waiting' },
  disconnected: { icon: Unplug, ink: 'text-ink-3' },
}

/** How a channel is: almost colourless as long as it works. */
export function HealthMark({ channel }: { channel: Channel }) {
  const { t } = useTranslation(['channels', 'common'])
  const now = useNow()
  const [zone] = useZone()
  const { icon: Icon, ink } = marks[healthOf(channel, now)]
  return (
    <span className={classes('figures inline-flex items-center gap-1.5', ink)}>
      <Icon aria-hidden size={15} strokeWidth={1.75} className="shrink-0" />
      {healthSays(t, channel, zone, now)}
    </span>
  )
}
