import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import type { Channel } from '../app/api.ts'
import { classes } from './classes.ts'
import { PlatformGlyph } from './platform-glyph.tsx'

/** The edge a person gave this channel. */
export const hueOf = (channel: Pick<Channel, 'hue'>): string | undefined =>
  channel.hue === null ? undefined : `var(--hue-${channel.hue})`

interface Props {
  channel: Pick<Channel, 'platform' | 'name' | 'handle' | 'network' | 'hue'>
  platformLabel?: string | undefined
  /** What stands behind the name: a count, a verdict, a button. */
  children?: ReactNode
  className?: string | undefined
}

/** A channel in one word: sign, name, and whether it is of the sandbox. */
export function ChannelChip({ channel, platformLabel, children, className }: Props) {
  const { t } = useTranslation()
  return (
    <span
      className={classes(
        'inline-flex min-w-0 max-w-full items-center gap-1.5 rounded-control border border-line bg-surface px-1.5 py-0.5 text-row',
        className,
      )}
      style={{ borderInlineStartColor: hueOf(channel), borderInlineStartWidth: channel.hue === null ? undefined : 3 }}
    >
      <PlatformGlyph platform={channel.platform} label={platformLabel} size={14} />
      <bdi className="truncate">{channel.name || channel.handle}</bdi>
      {channel.network === 'sandbox' && (
        <span title={t('sandbox')} className="sandbox-edge size-2 shrink-0 rounded-full">
          <span className="heard-only">{t('sandbox')}</span>
        </span>
      )}
      {children}
    </span>
  )
}
