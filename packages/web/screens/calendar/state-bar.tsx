import type { CalendarDay, State } from '../../app/api.ts'

/** From what is done to what is wrong; the order of the bar. */
const order = [
  ['published', 'bg-published'],
  ['handed_over', 'bg-waiting'],
  ['scheduled', 'bg-ctrl'],
  ['awaiting_approval', 'bg-approval'],
  ['publishing', 'bg-publishing'],
  ['waiting', 'bg-waiting'],
  ['unconfirmed', 'bg-waiting'],
  ['missed', 'bg-failed'],
  ['failed', 'bg-failed'],
  ['needs_you', 'bg-needs'],
] as const satisfies readonly (readonly [State, string])[]

/** The proportions of a day's states, as a thin bar; the words are in the cell's name. */
export function StateBar({ counts }: { counts: CalendarDay['counts'] }) {
  return (
    <span aria-hidden className="flex h-1 gap-px overflow-hidden rounded-full">
      {order.map(([state, colour]) => {
        const count = counts[state] ?? 0
        return count > 0 && <span key={state} className={colour} style={{ flexGrow: count }} />
      })}
    </span>
  )
}

/** How many posts a day has, and how many of them need a person. */
export function sumOf(counts: CalendarDay['counts']): { all: number; needs: number } {
  const of = (...states: readonly State[]): number => states.reduce((sum, state) => sum + (counts[state] ?? 0), 0)
  return {
    all: Object.values(counts).reduce((sum, count) => sum + count, 0),
    needs: of('needs_you', 'failed', 'missed'),
  }
}
