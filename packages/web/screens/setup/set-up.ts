import { useMutation, useQueryClient } from '@tanstack/react-query'
import { api, type Me } from '../../app/api.ts'
import { keys } from '../../app/queries.ts'
import { firstWeekday, ownZone } from '../../app/time.ts'
import { workspaceNameFrom } from './workspace-name.ts'

/** What the first two steps ask. */
export interface Answers {
  readonly code: string
  readonly name: string
  readonly email: string
  readonly password: string
  /** Undefined until a person typed one: it is proposed from the e-mail. */
  readonly workspace: string | undefined
  readonly zone: string
}

export const emptyAnswers = (code: string): Answers => ({
  code,
  name: '',
  email: '',
  password: '',
  workspace: undefined,
  zone: ownZone(),
})

/** Makes owner and workspace in one request; the week starts as the person's locale says. */
export function useSetUp(onDone: (me: Me) => void) {
  const client = useQueryClient()
  return useMutation({
    mutationFn: async ({ code, name, email, password, workspace, zone }: Answers) => {
      const { data } = await api('POST /api/v1/auth/set-up', {
        body: { code, name, email, password, workspace: { name: workspace ?? workspaceNameFrom(email), zone } },
      })
      const made = data.workspaces[0]
      const weekStart = firstWeekday()
      if (!made || made.weekStart === weekStart) return data
      const changed = await api('PATCH /api/v1/workspaces/{workspaceId}', {
        params: { workspaceId: made.id },
        body: { weekStart },
      })
      return { ...data, workspaces: [changed.data] }
    },
    onSuccess: (me) => {
      client.setQueryData(keys.me, me)
      onDone(me)
    },
  })
}
