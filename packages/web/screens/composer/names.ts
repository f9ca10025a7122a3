import { usePlatforms } from '../../app/queries.ts'
import { useComposing } from './composing.tsx'

/** Names of platforms by id. */
export function useLabels(): ReadonlyMap<string, string> {
  const { data } = usePlatforms()
  return new Map(data?.map((one) => [one.id, one.label]))
}

/** Names of chosen channels by id; where two have the same, with their networks. */
export function useNames(): (id: string) => string {
  const { draft, channels } = useComposing()
  const labels = useLabels()
  const names = draft.versions.map(({ channelId }) => channels.get(channelId)?.name)
  return (id) => {
    const { name = '', platform = '' } = channels.get(id) ?? {}
    return names.filter((one) => one === name).length > 1 ? `${name} (${labels.get(platform) ?? platform})` : name
  }
}
