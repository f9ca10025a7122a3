import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { useLocation } from 'wouter'
import { api } from '../../app/api.ts'
import { useProblemWords } from '../../app/problem-words.ts'
import { keys } from '../../app/queries.ts'
import { say } from '../../app/toasts.ts'
import { useAddress, useWorkspace } from '../../app/workspace.tsx'

export interface Connecting {
  readonly platform: string
  readonly network: 'sandbox' | 'real'
  readonly via?: string | undefined
  /** What finds the server, where a person has one. */
  readonly typed?: string | undefined
  readonly password?: string | undefined
  /** The channel to connect again, in place. */
  readonly reconnects?: string | undefined
}

/**
 * Sends the browser to the network; it comes back to the channels with `?consent=` or `?problem=`. A password connects
 * at once. `inline`: whoever asks shows what went wrong beside the fields.
 */
export function useConnect({ inline = false, onDone }: { inline?: boolean; onDone?: () => void } = {}) {
  const { t } = useTranslation('channels')
  const { id: workspaceId } = useWorkspace()
  const client = useQueryClient()
  const [, go] = useLocation()
  const address = useAddress()
  const words = useProblemWords()
  return useMutation({
    // A password that was sent is not kept in the page either.
    gcTime: 0,
    mutationFn: ({ platform, network, via, typed, password, reconnects }: Connecting) =>
      api('POST /api/v1/workspaces/{workspaceId}/channels/connect', {
        params: { workspaceId },
        body: {
          platform,
          network,
          ...(via !== undefined && { via }),
          ...(typed !== undefined && { typed }),
          ...(password !== undefined && { password }),
          ...(reconnects !== undefined && { reconnects }),
          returnTo: address(reconnects === undefined ? '/channels' : `/channels/${reconnects}`),
        },
      }),
    onSuccess: async ({ data }) => {
      if (data.is === 'leave') return location.assign(data.authorizeUrl)
      await client.invalidateQueries({ queryKey: keys.all(workspaceId) })
      if (data.is === 'choosing') return go(address(`/channels?consent=${data.consentId}`))
      say(t('connected', { count: data.channelIds.length }))
      onDone?.()
    },
    onError: (error) => {
      if (inline) return
      const said = words(error)
      say(`${said.says} ${said.todo ?? ''}`, { kind: 'failed' })
    },
  })
}
