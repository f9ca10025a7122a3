import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useLocation } from 'wouter'
import { api } from '../../app/api.ts'
import { keys } from '../../app/queries.ts'
import { showTime } from '../../app/time.ts'
import { say } from '../../app/toasts.ts'
import { useAddress, useZone } from '../../app/workspace.tsx'
import { Button } from '../../components/button.tsx'
import { AlertDialog } from '../../components/dialog.tsx'
import { ErrorCard } from '../../components/error-card.tsx'
import { Skeleton } from '../../components/skeleton.tsx'
import { differences } from './differences.ts'
import { draftOf, inputOf } from './draft.ts'
import { readPost } from './post-query.ts'
import { randomKey } from './random-key.ts'
import type { useComposer } from './use-composer.ts'
import { wordDiff } from './word-diff.ts'

/** Somebody else saved first: what differs, and three ways on, in none of which anything is lost. */
export default function ConflictDialog({ composer }: { composer: ReturnType<typeof useComposer> }) {
  const { t } = useTranslation(['composer', 'common'])
  const [zone] = useZone()
  const [, go] = useLocation()
  const address = useAddress()
  const { value, takeTheirs, keeper } = composer
  const { ws, draft, channels } = value
  const id = value.postId() ?? ''
  const theirs = useQuery({
    queryKey: keys.of(ws, 'posts', id, 'theirs'),
    queryFn: ({ signal }) => readPost(ws, id, signal),
    // What stood there at an earlier conflict is of no use.
    gcTime: 0,
    staleTime: 0,
  })
  const [error, setError] = useState<unknown>()
  const saveAsNew = async () => {
    try {
      const path = 'POST /api/v1/workspaces/{workspaceId}/posts'
      const body = inputOf(draft)
      const { data } = await api(path, { params: { workspaceId: ws }, body, idempotencyKey: randomKey() })
      keeper.forgetCopy()
      say(t('conflict.saved-as-new'))
      go(address(`/posts/${data.id}`))
    } catch (thrown) {
      setError(thrown)
    }
  }
  const found = theirs.data
  return (
    <AlertDialog
      open
      wide
      onClose={() => undefined}
      title={t('conflict.title')}
      says={found ? t('conflict.says', { time: showTime(found.post.updatedAt, zone, 'seconds') }) : undefined}
      actions={
        found && (
          <>
            <Button onClick={() => void saveAsNew()}>{t('conflict.new')}</Button>
            <Button onClick={() => takeTheirs(found)}>{t('conflict.theirs')}</Button>
            <Button look="primary" onClick={() => keeper.saver.rebase(found.etag)}>
              {t('conflict.mine')}
            </Button>
          </>
        )
      }
    >
      {error !== undefined && <ErrorCard error={error} />}
      {theirs.error && <ErrorCard error={theirs.error} retry={() => void theirs.refetch()} />}
      {!found && !theirs.error && <Skeleton rows={3} />}
      {found && (
        <ul className="flex flex-col gap-3">
          {differences(draft, draftOf(found.post)).map(({ tab, field, mine, theirs }) => (
            <li key={`${tab} ${field}`}>
              <h3 className="text-row font-medium">
                {tab === 'base' ? t('base') : (channels.get(tab)?.name ?? t('channels.gone'))}: {t(`field.${field}`)}
              </h3>
              <p dir="auto" className="mt-1 max-h-48 overflow-y-auto rounded-control bg-sunken p-2 whitespace-pre-wrap">
                {wordDiff(mine, theirs).map((piece, index) =>
                  piece.is === 'same' ? (
                    <span key={index}>{piece.text}</span>
                  ) : piece.is === 'only-mine' ? (
                    <ins
                      key={index}
                      className="bg-published-soft"
                      aria-label={t('conflict.only-mine', { text: piece.text })}
                    >
                      {piece.text}
                    </ins>
                  ) : (
                    <del
                      key={index}
                      className="bg-failed-soft"
                      aria-label={t('conflict.only-theirs', { text: piece.text })}
                    >
                      {piece.text}
                    </del>
                  ),
                )}
              </p>
            </li>
          ))}
        </ul>
      )}
      <p className="mt-3 text-row text-ink-2">{t('conflict.legend')}</p>
    </AlertDialog>
  )
}
