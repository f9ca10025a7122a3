import { Copy, Ellipsis, ListChecks, Trash2 } from 'lucide-react'
import { lazy, Suspense, useState, type ComponentProps } from 'react'
import { useTranslation } from 'react-i18next'
import { useLocation } from 'wouter'
import { useQueryClient } from '@tanstack/react-query'
import { api } from '../../app/api.ts'
import { useProblemWords } from '../../app/problem-words.ts'
import { keys } from '../../app/queries.ts'
import { say } from '../../app/toasts.ts'
import { useAddress } from '../../app/workspace.tsx'
import { Button } from '../../components/button.tsx'
import { useComposing } from './composing.tsx'
import { randomKey } from './random-key.ts'

const Menu = lazy(async () => ({ default: (await import('../../components/menu.tsx')).Menu }))
const AlertDialog = lazy(async () => ({ default: (await import('../../components/dialog.tsx')).AlertDialog }))

function MoreButton(props: Partial<ComponentProps<typeof Button>>) {
  const { t } = useTranslation(['composer', 'common'])
  return (
    <Button {...props} look="quiet" size="icon" aria-label={t('more')} aria-haspopup="menu">
      <Ellipsis aria-hidden size={16} />
    </Button>
  )
}

/** What is done with the post as a whole; the menu is loaded when first asked for. */
export function MoreMenu() {
  const { t } = useTranslation(['composer', 'common'])
  const { ws, post, mode, mayPublish, mayWrite, etag } = useComposing()
  const [, go] = useLocation()
  const address = useAddress()
  const client = useQueryClient()
  const words = useProblemWords()
  const [wanted, want] = useState(false)
  const [asking, setAsking] = useState(false)
  if (!post) return null
  const params = { workspaceId: ws, id: post.id }
  const attempt = async (act: () => Promise<void>) => {
    try {
      await act()
    } catch (thrown) {
      const { says, todo = '' } = words(thrown)
      say(`${says} ${todo}`, { kind: 'failed' })
    }
  }
  const duplicate = () =>
    attempt(async () => {
      const path = 'POST /api/v1/workspaces/{workspaceId}/posts/{id}/duplicate'
      const { data } = await api(path, { params, idempotencyKey: randomKey() })
      go(address(`/posts/${data.id}`))
      say(t('duplicated'))
    })
  const remove = () =>
    attempt(async () => {
      const path = 'DELETE /api/v1/workspaces/{workspaceId}/posts/{id}'
      await api(path, { params, ifMatch: etag() ?? `"r${post.revision}"`, idempotencyKey: randomKey() })
      go(address('/posts'))
      say(t('deleted'))
      await client.invalidateQueries({ queryKey: keys.all(ws) })
    })
  const hasRuns = post.publications.length > 0
  return (
    <>
      {wanted ? (
        <Suspense fallback={<MoreButton />}>
          <Menu
            align="end"
            trigger={<MoreButton />}
            defaultOpen
            groups={[
              [
                ...(hasRuns
                  ? [{ label: t('see-delivery'), icon: ListChecks, href: address(`/posts/${post.id}/delivery`) }]
                  : []),
                ...(mayWrite ? [{ label: t('duplicate'), icon: Copy, run: () => void duplicate() }] : []),
              ],
              mayPublish
                ? [
                    {
                      label: t('delete'),
                      icon: Trash2,
                      danger: true,
                      run: () => setAsking(true),
                      ...(mode === 'out' && { reason: t('reason.out') }),
                    },
                  ]
                : [],
            ]}
          />
        </Suspense>
      ) : (
        <MoreButton onClick={() => want(true)} />
      )}
      {asking && (
        <Suspense>
          <AlertDialog
            open
            onClose={() => setAsking(false)}
            title={t('delete-title')}
            says={mode === 'planned' ? t('delete-planned') : t('delete-says')}
            actions={
              <>
                <Button onClick={() => setAsking(false)}>{t('common:cancel')}</Button>
                <Button
                  look="danger-final"
                  onClick={() => {
                    setAsking(false)
                    void remove()
                  }}
                >
                  {t('delete')}
                </Button>
              </>
            }
          />
        </Suspense>
      )}
    </>
  )
}
