import { useToday } from '../app/queries.ts'
import { useWorkspace } from '../app/workspace.tsx'
import type { Place } from './places.ts'

/** How many things need a person, by place. Nothing else is ever counted in the navigation. */
export function useAttention(): Partial<Record<Place['id'], number>> {
  const today = useToday(useWorkspace().id).data
  if (!today) return {}
  return { today: today.needsYou.length, channels: today.reconnect.length }
}
