import { ArrowUpRight, Ban, Check, CircleDashed, Clock, ClockAlert, Eye, Hand, Hourglass, Inbox, X } from 'lucide-react'
import type { ComponentType } from 'react'
import { useTranslation } from 'react-i18next'
import type { State } from '../app/api.ts'
import { classes } from './classes.ts'

type Icon = ComponentType<{ size?: number; strokeWidth?: number; 'aria-hidden'?: boolean }>

/** An exclamation in a solid square: no other state is drawn filled. */
const Exclamation: Icon = ({ size = 16 }) => (
  <svg aria-hidden width={size} height={size} viewBox="0 0 24 24">
    <rect x="2" y="2" width="20" height="20" rx="4" fill="currentColor" />
    <path d="M12 7v6M12 17h.01" stroke="var(--surface)" strokeWidth="2.75" strokeLinecap="round" />
  </svg>
)

const marks: Readonly<Record<State, { icon: Icon; ink: string; soft: string }>> = {
  draft: { icon: CircleDashed, ink: 'text-ink-3', soft: '' },
  awaiting_approval: { icon: Hand, ink: 'text-approval', soft: 'bg-approval-soft' },
  scheduled: { icon: Clock, ink: 'text-ink-2', soft: '' },
  publishing: { icon: ArrowUpRight, ink: 'text-publishing', soft: 'bg-publishing-soft' },
  waiting: { icon: Hourglass, ink: 'text-waiting', soft: 'bg-waiting-soft' },
  published: { icon: Check, ink: 'text-published', soft: 'bg-published-soft' },
  handed_over: { icon: Inbox, ink: 'text-waiting', soft: 'bg-waiting-soft' },
  unconfirmed: { icon: Eye, ink: 'text-waiting', soft: 'border-dashed border-waiting' },
  needs_you: { icon: Exclamation, ink: 'text-needs', soft: 'bg-needs-soft' },
  failed: { icon: X, ink: 'text-failed', soft: 'bg-failed-soft' },
  missed: { icon: ClockAlert, ink: 'text-failed', soft: '' },
  cancelled: { icon: Ban, ink: 'text-ink-3', soft: '' },
  removed: { icon: Ban, ink: 'text-ink-3', soft: '' },
}

/** The soft fill and border of a state, for cards. */
export const stateFill = (state: State): string => marks[state].soft

interface Props {
  state: State
  /** Adds what a state is waiting for: "Waiting until 14:05". */
  until?: string | undefined
  size?: 'row' | 'card' | 'headline' | undefined
  /** `glyph` leaves the word to screen readers and a title. */
  show?: 'both' | 'glyph' | undefined
  className?: string | undefined
}

/** A state as glyph and word; the only place where states get either. */
export function StateMark({ state, until, size = 'row', show = 'both', className }: Props) {
  const { t } = useTranslation()
  const { icon: Icon, ink, soft } = marks[state]
  const word = until === undefined ? t(`state.${state}`) : t('state-until', { state: t(`state.${state}`), until })
  if (show === 'glyph') return <StateGlyph state={state} word={word} size={size} className={className} />
  return (
    <span
      className={classes(
        'inline-flex shrink-0 items-center gap-1 rounded-control border border-transparent font-medium',
        size === 'headline' ? 'px-2 py-1 text-body' : 'text-row',
        size !== 'headline' && soft !== '' && 'px-1.5',
        ink,
        soft,
        className,
      )}
    >
      <Icon aria-hidden size={size === 'headline' ? 18 : 15} strokeWidth={1.75} />
      {word}
    </span>
  )
}

/** The glyph alone, its word for screen readers and the title; asks for nothing, so that thousands are cheap. */
export function StateGlyph({ state, word, size, className }: Omit<Props, 'show' | 'until'> & { word: string }) {
  const { icon: Icon, ink } = marks[state]
  return (
    <span title={word} className={classes('inline-flex shrink-0', ink, className)}>
      <Icon aria-hidden size={size === 'card' ? 14 : 16} strokeWidth={1.75} />
      <span className="heard-only">{word}</span>
    </span>
  )
}
