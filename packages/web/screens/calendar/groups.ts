/** Publications of one post at one time are one card, with the outcome of each channel on it. */
import type { PublicationCard, State } from '../../app/api.ts'

export interface Group {
  readonly id: string
  readonly postId: string
  readonly dueAt: string
  readonly zone: string
  readonly words: string
  readonly media: number
  readonly cards: readonly PublicationCard[]
  /** Of all its channels, the state that matters most. */
  readonly state: State
}

/** What a person should see first. */
const weight: readonly State[] = [
  'needs_you',
  'failed',
  'missed',
  'unconfirmed',
  'publishing',
  'waiting',
  'awaiting_approval',
  'scheduled',
  'draft',
  'handed_over',
  'published',
  'cancelled',
  'removed',
]
const heavier = (a: State, b: State): State => (weight.indexOf(a) <= weight.indexOf(b) ? a : b)

/** Gathers publications; the order of time is kept. */
export function groupCards(cards: readonly PublicationCard[]): Group[] {
  const groups = Map.groupBy(cards, (card) => `${card.postId} ${card.dueAt}`)
  return [...groups].flatMap(([id, members]) => {
    const [first] = members
    if (!first) return []
    const { postId, dueAt, zone, words, media } = first
    return [
      { id, postId, dueAt, zone, words, media, cards: members, state: members.map((one) => one.state).reduce(heavier) },
    ]
  })
}

/** States in which a publication may still be given another time. */
const movableStates: ReadonlySet<State> = new Set(['scheduled', 'awaiting_approval', 'missed'])
export const movableCards = (group: Group): PublicationCard[] =>
  group.cards.filter((card) => movableStates.has(card.state))
export const isMovable = (group: Group): boolean => movableCards(group).length > 0
