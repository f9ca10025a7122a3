import { useInfiniteQuery, infiniteQueryOptions } from '@tanstack/react-query'
import { useDeferredValue, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Link, useLocation, useSearch } from 'wouter'
import { api } from '../../app/api.ts'
import { useHotkeys } from '../../app/hotkeys.ts'
import { keys } from '../../app/queries.ts'
import { useAddress, useMay, useWorkspace } from '../../app/workspace.tsx'
import { Button, LinkButton } from '../../components/button.tsx'
import { classes } from '../../components/classes.ts'
import { DataTable } from '../../components/data-table.tsx'
import { EmptyState } from '../../components/empty-state.tsx'
import { ErrorCard } from '../../components/error-card.tsx'
import { Skeleton } from '../../components/skeleton.tsx'
import { Page } from '../../shell/page.tsx'
import { useColumns } from './columns.tsx'
import { isView, queryOf, views, type View } from './views.ts'

const postsQuery = (ws: string, view: View, q: string) =>
  infiniteQueryOptions({
    queryKey: keys.of(ws, 'posts', 'list', view, q),
    queryFn: async ({ signal, pageParam }) => {
      const query = {
        limit: 100,
        ...queryOf(view),
        ...(q !== '' && { q }),
        ...(pageParam !== null && { cursor: pageParam }),
      }
      const path = 'GET /api/v1/workspaces/{workspaceId}/posts'
      return (await api(path, { params: { workspaceId: ws }, query, signal })).data
    },
    initialPageParam: null as string | null,
    getNextPageParam: (last) => last.next,
    placeholderData: (before) => before,
  })

/** All posts as a list; each view is an address of its own. */
export default function PostsPage() {
  const { t } = useTranslation(['posts', 'common'])
  const { id: ws } = useWorkspace()
  const address = useAddress()
  const [path, go] = useLocation()
  const search = new URLSearchParams(useSearch())
  const asked = search.get('view') ?? search.get('state')
  const view: View = isView(asked) ? asked : 'all'
  const [typed, setTyped] = useState(search.get('q') ?? '')
  const q = useDeferredValue(typed.trim())
  const field = useRef<HTMLInputElement>(null)
  const list = useInfiniteQuery(postsQuery(ws, view, q))
  const rows = list.data?.pages.flatMap((page) => page.items) ?? []
  const columns = useColumns()
  const compose = useMay('contributor')
  useHotkeys([{ keys: '/', says: t('search'), group: t('title'), run: () => field.current?.focus() }])
  const find = (text: string) => {
    setTyped(text)
    const next = new URLSearchParams(search)
    if (text.trim() === '') next.delete('q')
    else next.set('q', text.trim())
    go(`${path}?${next.toString()}`, { replace: true })
  }
  const filtered = q !== '' || view !== 'all'
  return (
    <Page title={t('title')} detail={t(`view.${view}`)} wide>
      <div className="mb-3 flex flex-wrap items-center gap-x-4 gap-y-2">
        <nav aria-label={t('views')} className="flex flex-wrap gap-1">
          {views.map((one) => (
            <Link
              key={one}
              href={one === 'all' ? path : `${path}?view=${one}`}
              aria-current={one === view ? 'page' : undefined}
              className={classes(
                'inline-flex min-h-9 items-center rounded-control px-3 font-medium no-underline pointer-coarse:min-h-11',
                one === view ? 'bg-accent-soft text-accent' : 'text-ink-2 hover:bg-sunken',
              )}
            >
              {t(`view.${one}`)}
            </Link>
          ))}
        </nav>
        <input
          ref={field}
          type="search"
          className="control rail:ms-auto rail:max-w-72"
          aria-label={t('search')}
          aria-keyshortcuts="/"
          placeholder={t('search')}
          value={typed}
          onChange={(event) => find(event.target.value)}
        />
      </div>
      {list.error && <ErrorCard error={list.error} what={t('not-loaded')} retry={() => void list.refetch()} />}
      {list.isPending && <Skeleton rows={8} />}
      {list.data && rows.length === 0 && (
        <EmptyState
          says={filtered ? t('empty-filtered') : t('empty')}
          action={
            filtered ? (
              <Button
                onClick={() => {
                  setTyped('')
                  go(path, { replace: true })
                }}
              >
                {t('show-all')}
              </Button>
            ) : (
              compose && <LinkButton href={address('/posts/new')}>{t('write')}</LinkButton>
            )
          }
        />
      )}
      {rows.length > 0 && (
        <div className={classes('card', list.isPlaceholderData && 'opacity-60')}>
          <DataTable caption={t('title')} columns={columns} rows={rows} rowKey={(row) => row.id} />
        </div>
      )}
      {list.hasNextPage && (
        <Button className="mt-3 self-start" busy={list.isFetchingNextPage} onClick={() => void list.fetchNextPage()}>
          {t('older')}
        </Button>
      )}
    </Page>
  )
}
