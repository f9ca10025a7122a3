import { useQueries, useQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { useWorkspace } from '../../app/workspace.tsx'
import { classes } from '../../components/classes.ts'
import { ErrorCard } from '../../components/error-card.tsx'
import { Skeleton } from '../../components/skeleton.tsx'
import { latestRuns } from '../composer/publications.ts'
import { postQuery } from '../composer/post-query.ts'
import { publicationQuery } from './queries.ts'
import { PublicationView } from './publication-view.tsx'

/** With more than these, the details of each would bury the others. */
const fewest = 2

/** How a post goes out, as it happens: beside the composer, and as a page of its own. */
export default function LiveDelivery({ postId, brief = true }: { postId: string; brief?: boolean }) {
  const { t } = useTranslation(['delivery', 'common'])
  const { id: ws } = useWorkspace()
  const post = useQuery(postQuery(ws, postId))
  const runs = [...latestRuns(post.data?.post).values()]
  const results = useQueries({ queries: runs.map((run) => publicationQuery(ws, run.id)) })
  const error = post.error ?? results.find((result) => result.error)?.error
  if (error) return <ErrorCard error={error} what={t('not-loaded')} retry={() => void post.refetch()} />
  if (!post.data) return <Skeleton rows={5} />
  const among = runs.length > fewest
  if (runs.length === 0) return <p className="text-ink-2">{t('none-of-post')}</p>
  return (
    <div className={classes('flex flex-col', among ? 'divide-y divide-line *:py-4 first:*:pt-0' : 'gap-8')}>
      {results.map(({ data }, index) =>
        data ? (
          <PublicationView key={data.id} publication={data} brief={brief} among={among} />
        ) : (
          <Skeleton key={runs[index]?.id} rows={4} />
        ),
      )}
    </div>
  )
}
