import { useInfiniteQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { useLocation, useSearch } from 'wouter'
import { states } from '@posthorn/domain/post/states.ts'
import type { State } from '../../app/api.ts'
import { useChannels, usePlatforms } from '../../app/queries.ts'
import { useAddress, useWorkspace } from '../../app/workspace.tsx'
import { Button, LinkButton } from '../../components/button.tsx'
import { classes } from '../../components/classes.ts'
import { DataTable } from '../../components/data-table.tsx'
import { EmptyState } from '../../components/empty-state.tsx'
import { ErrorCard } from '../../components/error-card.tsx'
import { SelectField } from '../../components/field.tsx'
import { Skeleton } from '../../components/skeleton.tsx'
import { Page } from '../../shell/page.tsx'
import { useColumns } from './columns.tsx'
import { publicationsQuery } from './queries.ts'

const isState = (text: string | null): text is State => states.some((state) => state === text)

/** All publications, latest first; the address holds the filter. */
export function DeliveryList() {
  const { t } = useTranslation(['delivery', 'common'])
  const { id: ws } = useWorkspace()
  const address = useAddress()
  const [path, go] = useLocation()
  const search = new URLSearchParams(useSearch())
  const state = search.get('state')
  const channel = search.get('channel') ?? undefined
  const channels = useChannels(ws).data ?? []
  const labels = new Map(usePlatforms().data?.map((one) => [one.id, one.label]))
  const columns = useColumns()
  const list = useInfiniteQuery(publicationsQuery(ws, { state: isState(state) ? state : undefined, channel }))
  const rows = list.data?.pages.flatMap((page) => page.items) ?? []
  const filter = (name: string, value: string) => {
    const next = new URLSearchParams(search)
    if (value === '') next.delete(name)
    else next.set(name, value)
    go(`${path}?${next.toString()}`, { replace: true })
  }
  return (
    <Page title={t('title')} wide>
      <div className="mb-3 flex flex-wrap gap-3">
        <SelectField
          className="w-48"
          label={t('column.state')}
          value={state ?? ''}
          onChange={(event) => filter('state', event.target.value)}
        >
          <option value="">{t('any-state')}</option>
          {states.map((one) => (
            <option key={one} value={one}>
              {t(`common:state.${one}`)}
            </option>
          ))}
        </SelectField>
        <SelectField
          className="w-56"
          label={t('column.channel')}
          value={channel ?? ''}
          onChange={(event) => filter('channel', event.target.value)}
        >
          <option value="">{t('any-channel')}</option>
          {channels.map((one) => (
            <option key={one.id} value={one.id}>
              {labels.get(one.platform)} · {one.name}
            </option>
          ))}
        </SelectField>
      </div>
      {list.error && <ErrorCard error={list.error} what={t('not-loaded')} retry={() => void list.refetch()} />}
      {list.isPending && <Skeleton rows={8} />}
      {list.data && rows.length === 0 && (
        <EmptyState
          says={search.size > 0 ? t('empty-filtered') : t('empty')}
          action={
            search.size > 0 ? (
              <Button onClick={() => go(path, { replace: true })}>{t('clear')}</Button>
            ) : (
              <LinkButton href={address('/posts/new')}>{t('write')}</LinkButton>
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
