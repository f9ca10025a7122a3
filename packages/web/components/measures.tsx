import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { api, type Measures as Known } from '../app/api.ts'
import { keys } from '../app/queries.ts'
import { showDistance, showNumber } from '../app/time.ts'
import { useMay } from '../app/workspace.tsx'
import { Button } from './button.tsx'
import { ErrorCard } from './error-card.tsx'
import { Skeleton } from './skeleton.tsx'

interface Props {
  ws: string
  /** Whose numbers. */
  of: 'publications' | 'channels'
  id: string
  platform: string
}

/** What the network tells in numbers. A dash is "not told", never nought. */
export function Measures({ ws, of, id, platform }: Props) {
  const { t } = useTranslation()
  const client = useQueryClient()
  const may = useMay('editor')
  const path = `/api/v1/workspaces/{workspaceId}/${of}/{id}/measures` as const
  const params = { workspaceId: ws, id }
  const queryKey = keys.of(ws, of, id, 'measures')
  const known = useQuery({
    queryKey,
    queryFn: async ({ signal }) => (await api(`GET ${path}`, { params, signal })).data,
  })
  const ask = useMutation({
    mutationFn: async () => (await api(`POST ${path}`, { params })).data,
    onSuccess: (answer) => client.setQueryData(queryKey, answer),
  })
  if (known.error) return <ErrorCard error={known.error} retry={() => void known.refetch()} />
  if (!known.data) return <Skeleton rows={2} />
  const { names, latest, trouble, automatic } = known.data
  if (names.length === 0) return <p className="text-ink-2">{t('measures.none', { platform })}</p>
  return (
    <div className="flex flex-col gap-3">
      {latest ? <Numbers names={names} latest={latest} /> : <p className="text-ink-2">{t('measures.not-yet')}</p>}
      {trouble && (
        <p className="text-row text-waiting">
          {t('measures.trouble', { platform, when: showDistance(trouble.at) })} <q dir="auto">{trouble.words}</q>
        </p>
      )}
      <p className="flex flex-wrap items-center gap-x-3 gap-y-1 text-row text-ink-2">
        {latest && <span>{t('measures.as-of', { when: showDistance(latest.fetchedAt) })}</span>}
        {!automatic && <span>{t('measures.asked-only', { platform })}</span>}
        {may && (
          <Button look="quiet" busy={ask.isPending} onClick={() => ask.mutate()}>
            {t('measures.ask')}
          </Button>
        )}
      </p>
      {ask.error && <ErrorCard error={ask.error} />}
    </div>
  )
}

function Numbers({ names, latest }: Pick<Known, 'names'> & { latest: NonNullable<Known['latest']> }) {
  const { t } = useTranslation()
  return (
    <dl className="grid grid-cols-[repeat(auto-fill,minmax(7rem,1fr))] gap-x-4 gap-y-3">
      {names.map((name) => {
        const value = latest.values[name]
        return (
          <div key={name}>
            <dt className="text-caption text-ink-2">{t(`measure.${name as 'views'}`, { defaultValue: name })}</dt>
            <dd className="figures text-section">
              {typeof value === 'number' ? (
                showNumber(value)
              ) : (
                <span
                  className="text-ink-3"
                  title={value === 'not yet' ? t('measures.value-not-yet') : t('measures.value-unsupported')}
                >
                  –<span className="heard-only">{t('measures.value-unsupported')}</span>
                </span>
              )}
            </dd>
          </div>
        )
      })}
    </dl>
  )
}
