import { useQuery } from '@tanstack/react-query'
import { useWorkspace } from '../../app/workspace.tsx'
import { ErrorCard } from '../../components/error-card.tsx'
import { Skeleton } from '../../components/skeleton.tsx'
import { useActs } from './acts.ts'
import { Anchored } from './anchored.tsx'
import { groupCards, type Group } from './groups.ts'
import { Row } from './post-row.tsx'
import { rangeQuery, type Filter } from './queries.ts'

interface Props {
  title: string
  /** What to list, or the day whose posts are asked for. */
  of: readonly Group[] | { day: string }
  filter: Filter
  anchor: HTMLElement
  onClose: () => void
}

/** Everything of a crowded hour or day. */
export default function MoreList({ title, of, filter, anchor, onClose }: Props) {
  return (
    <Anchored title={title} anchor={anchor} onClose={onClose}>
      {'day' in of ? <DayRows day={of.day} filter={filter} /> : <Rows groups={of} />}
    </Anchored>
  )
}

const Rows = ({ groups }: { groups: readonly Group[] }) => (
  <ul className="relative max-h-96 overflow-y-auto">
    {groups.map((group) => (
      <Row key={group.id} group={group} />
    ))}
  </ul>
)

function DayRows({ day, filter }: { day: string; filter: Filter }) {
  const { id } = useWorkspace()
  const { zone } = useActs()
  const cards = useQuery(rangeQuery(id, [day], zone, filter))
  if (cards.error) return <ErrorCard error={cards.error} retry={() => void cards.refetch()} />
  return cards.data ? <Rows groups={groupCards(cards.data)} /> : <Skeleton rows={5} />
}
