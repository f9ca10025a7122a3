import { useMutation } from '@tanstack/react-query'
import { api } from '../../app/api.ts'
import { useProblemWords } from '../../app/problem-words.ts'
import { say } from '../../app/toasts.ts'
import { useAddress, useWorkspace } from '../../app/workspace.tsx'

export interface Connecting {
  readonly platform: string
  readonly network: 'sandbox' | 'real'
  readonly via?: string | undefined
  /** The channel to connect again, in place. */
  readonly reconnects?: string | undefined
}

/** Sends the browser to the network; it comes back to the channels with `?consent=` or `?problem=`. */
export function useConnect() {
  const { id: workspaceId } = useWorkspace()
  const address = useAddress()
  const words = useProblemWords()
  return useMutation({
    mutationFn: ({ platform, network, via, reconnects }: Connecting) =>
      api('POST /api/v1/workspaces/{workspaceId}/channels/connect', {
        params: { workspaceId },
        body: {
          platform,
          network,
          ...(via !== undefined && { via }),
          ...(reconnects !== undefined && { reconnects }),
          returnTo: address(reconnects === undefined ? '/channels' : `/channels/${reconnects}`),
        },
      }),
    onSuccess: ({ data }) => location.assign(data.authorizeUrl),
    onError: (error) => {
      const said = words(error)
      say(`${said.says} ${said.todo ?? ''}`, { kind: 'failed' })
    },
  })
}
