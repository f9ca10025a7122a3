import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { api } from '../../app/api.ts'
import { useProblemWords } from '../../app/problem-words.ts'
import { keys, usePlatforms } from '../../app/queries.ts'
import { say } from '../../app/toasts.ts'
import { useWorkspace } from '../../app/workspace.tsx'
import { Button } from '../../components/button.tsx'

/** Connects a made-up account on every network of the sandbox at once. */
export function PracticeButton({ onDone }: { onDone?: () => void }) {
  const { t } = useTranslation('channels')
  const { id: workspaceId } = useWorkspace()
  const client = useQueryClient()
  const words = useProblemWords()
  const sandbox = usePlatforms().data?.some((one) => one.sandbox) ?? false
  const practice = useMutation({
    mutationFn: () =>
      api('POST /api/v1/workspaces/{workspaceId}/channels/practice', { params: { workspaceId }, body: {} }),
    onSuccess: async ({ data }) => {
      await client.invalidateQueries({ queryKey: keys.all(workspaceId) })
      say(t('practice-done', { count: data.channels.length }))
      onDone?.()
    },
    onError: (error) => say(words(error).says, { kind: 'failed' }),
  })
  if (!sandbox) return null
  return (
    <Button busy={practice.isPending} onClick={() => practice.mutate()}>
      {t('practice')}
    </Button>
  )
}
