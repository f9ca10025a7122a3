import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useRef } from 'react'
import { useTranslation } from 'react-i18next'
import { api, type Member } from '../../app/api.ts'
import { keys } from '../../app/queries.ts'
import { say } from '../../app/toasts.ts'
import { useWorkspace } from '../../app/workspace.tsx'
import { Button } from '../../components/button.tsx'
import { AlertDialog } from '../../components/dialog.tsx'
import { ErrorCard } from '../../components/error-card.tsx'

/** Asks before a person is taken out, and says what becomes of their work. */
export function RemoveMember({ member, onClose }: { member: Member | undefined; onClose: () => void }) {
  const { t } = useTranslation(['settings', 'common'])
  const workspace = useWorkspace()
  const client = useQueryClient()
  const keep = useRef<HTMLButtonElement>(null)
  const remove = useMutation({
    mutationFn: (id: string) =>
      api('DELETE /api/v1/workspaces/{workspaceId}/members/{id}', { params: { workspaceId: workspace.id, id } }),
    onSuccess: async () => {
      await client.invalidateQueries({ queryKey: keys.of(workspace.id, 'members') })
      await client.invalidateQueries({ queryKey: keys.me })
      onClose()
      say(t('removed'))
    },
  })
  return (
    <AlertDialog
      open={member !== undefined}
      onClose={onClose}
      title={t('remove-ask', { name: member?.name ?? '', workspace: workspace.name })}
      says={t('remove-means')}
      focusFirst={keep}
      actions={
        <>
          <Button look="danger-final" busy={remove.isPending} onClick={() => member && remove.mutate(member.id)}>
            {t('remove-who', { name: member?.name ?? '' })}
          </Button>
          <Button ref={keep} onClick={onClose}>
            {t('common:cancel')}
          </Button>
        </>
      }
    >
      {remove.error && <ErrorCard error={remove.error} />}
    </AlertDialog>
  )
}
