import { useMutation } from '@tanstack/react-query'
import { useLocation } from 'wouter'
import { api } from '../../app/api.ts'
import { useProblemWords } from '../../app/problem-words.ts'
import { say } from '../../app/toasts.ts'
import { useAddress, useWorkspace } from '../../app/workspace.tsx'

/** Makes a new draft with the same content and opens it. */
export function useDuplicate() {
  const { id: workspaceId } = useWorkspace()
  const [, go] = useLocation()
  const address = useAddress()
  const words = useProblemWords()
  return useMutation({
    mutationFn: (id: string) =>
      api('POST /api/v1/workspaces/{workspaceId}/posts/{id}/duplicate', { params: { workspaceId, id } }),
    onSuccess: ({ data }) => go(address(`/posts/${data.id}`)),
    onError: (error) => say(words(error).says, { kind: 'failed' }),
  })
}
