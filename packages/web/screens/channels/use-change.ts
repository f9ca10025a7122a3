import { useMutation, useQueryClient } from '@tanstack/react-query'
import { api, type Channel } from '../../app/api.ts'
import { useProblemWords } from '../../app/problem-words.ts'
import { keys } from '../../app/queries.ts'
import { say } from '../../app/toasts.ts'
import { useWorkspace } from '../../app/workspace.tsx'

/** What of a channel can be changed; `paused` is a deed, not a field. */
export interface ChannelChange {
  readonly zone?: string
  readonly paused?: boolean
  readonly latePolicy?: Channel['latePolicy']
  readonly lateWindowSeconds?: number | null
  readonly hue?: number | null
}

/** Changes a channel and shows it changed everywhere. */
export function useChange(id: string) {
  const { id: workspaceId } = useWorkspace()
  const client = useQueryClient()
  const words = useProblemWords()
  return useMutation({
    mutationFn: (body: ChannelChange) =>
      api('PATCH /api/v1/workspaces/{workspaceId}/channels/{id}', { params: { workspaceId, id }, body }),
    onSuccess: () => client.invalidateQueries({ queryKey: keys.all(workspaceId) }),
    onError: (error) => {
      const said = words(error)
      say(`${said.says} ${said.todo ?? ''}`, { kind: 'failed' })
    },
  })
}
