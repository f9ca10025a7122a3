import { useMutation, useQueryClient } from '@tanstack/react-query'
import { wallAt } from '@posthorn/domain/schedule/wall.ts'
import { useRef } from 'react'
import { useTranslation } from 'react-i18next'
import { api, type PublicationCard } from '../../app/api.ts'
import { useProblemWords } from '../../app/problem-words.ts'
import { keys } from '../../app/queries.ts'
import { cityOf, showTime } from '../../app/time.ts'
import { say } from '../../app/toasts.ts'
import { useWorkspace } from '../../app/workspace.tsx'
import { movableCards, type Group } from './groups.ts'
import { whenAt } from './moving.ts'

interface Move {
  readonly cards: readonly PublicationCard[]
  readonly at: Date
  readonly zone: string
  /** Taking a move back says so instead of offering to take it back. */
  readonly back?: boolean
}

/** Moves a post at once on screen, then at the server; offers to take it back for ten seconds, and after by key. */
export function useMove(): { move: (group: Group, at: Date, zone: string) => void; undo: () => void } {
  const { t } = useTranslation(['calendar', 'common'])
  const { id: workspaceId } = useWorkspace()
  const client = useQueryClient()
  const words = useProblemWords()
  const last = useRef<Move>(undefined)
  const range = keys.of(workspaceId, 'calendar', 'range')
  const { mutate } = useMutation({
    mutationFn: async ({ cards, at }: Move) => {
      for (const { id, zone } of cards)
        await api('POST /api/v1/workspaces/{workspaceId}/publications/{id}/reschedule', {
          params: { workspaceId, id },
          body: { when: whenAt(at, zone) },
        })
    },
    onMutate: async ({ cards, at }) => {
      await client.cancelQueries({ queryKey: range })
      const moved = new Set(cards.map((card) => card.id))
      client.setQueriesData<PublicationCard[]>({ queryKey: range }, (before) =>
        before?.map((card) =>
          moved.has(card.id) ? { ...card, dueAt: at.toISOString(), wallTime: wallAt(at, card.zone) } : card,
        ),
      )
    },
    onSuccess: (_, move) => {
      const [first] = move.cards
      if (!first) return
      const to = t('to', { time: showTime(move.at, move.zone, 'day-time'), city: cityOf(move.zone) })
      if (move.back) {
        say(t('moved-back', { to }))
        return
      }
      last.current = { ...move, at: new Date(first.dueAt), back: true }
      say(t('moved', { to }), { action: { label: t('common:undo'), run: undo } })
    },
    onError: (error) => {
      const said = words(error)
      say(`${said.says} ${said.todo ?? ''}`, { kind: 'failed' })
    },
    onSettled: () => client.invalidateQueries({ queryKey: keys.all(workspaceId) }),
  })
  const undo = (): void => {
    const move = last.current
    last.current = undefined
    if (move) mutate(move)
  }
  return { move: (group, at, zone) => mutate({ cards: movableCards(group), at, zone }), undo }
}
