import { useState } from 'react'
import { api } from '../../app/api.ts'
import { useComposing } from './composing.tsx'
import type { Plan } from './plan.ts'
import { randomKey } from './random-key.ts'
import { whenOf } from './when.ts'

/** The acts that end composing; each waits for the save before it. Never shown as done before the server says so. */
export function usePublish() {
  const { ws, postId, flush, settle, choice } = useComposing()
  const [busy, setBusy] = useState(false)
  const [error, setError] = useState<unknown>()

  /** True once it is done at the server. */
  async function run(act: (params: { workspaceId: string; id: string }) => Promise<boolean>): Promise<boolean> {
    setBusy(true)
    setError(undefined)
    try {
      if (!(await flush())) return false
      const id = postId()
      return id === null ? false : await act({ workspaceId: ws, id })
    } catch (thrown) {
      setError(thrown)
      return false
    } finally {
      setBusy(false)
    }
  }

  return {
    busy,
    error,
    schedule: (plan: Plan) =>
      run(async (params) => {
        const when = whenOf(choice)
        if (!when) return false
        const { data, etag } = await api('POST /api/v1/workspaces/{workspaceId}/posts/{id}/schedule', {
          params,
          body: { when, channelIds: plan.going.map((channel) => channel.id), mixNetworks: plan.mixed },
          idempotencyKey: randomKey(),
        })
        settle(data, etag)
        return true
      }),
    unschedule: () =>
      run(async (params) => {
        const path = 'POST /api/v1/workspaces/{workspaceId}/posts/{id}/unschedule'
        const { data, etag } = await api(path, { params, idempotencyKey: randomKey() })
        settle(data, etag)
        return true
      }),
    /** Sends what was changed. */
    update: () => run(() => Promise.resolve(true)),
  }
}
