import { useMemo } from 'react'
import type { Channel, PlatformInfo } from './api.ts'
import { useChannels, usePlatforms } from './queries.ts'
import { useWorkspace } from './workspace.tsx'

export interface Names {
  channel: (id: string) => Channel | undefined
  /** What a channel is called: its name, else its handle. */
  nameOf: (id: string) => string
  /** What a platform is called: its label, else its id. */
  platform: (id: string) => string
}

/** Names of channels and platforms, by id. */
export function useNames(): Names {
  const channels = useChannels(useWorkspace().id).data
  const platforms = usePlatforms().data
  return useMemo(() => {
    const byId = new Map<string, Channel>(channels?.map((one) => [one.id, one]))
    const labels = new Map<string, PlatformInfo>(platforms?.map((one) => [one.id, one]))
    return {
      channel: (id) => byId.get(id),
      nameOf: (id) => {
        const found = byId.get(id)
        return found ? found.name || found.handle : ''
      },
      platform: (id) => labels.get(id)?.label ?? id,
    }
  }, [channels, platforms])
}
