import { useQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { useParams } from 'wouter'
import { problemOf } from '../../app/api.ts'
import { useAddress, useWorkspace } from '../../app/workspace.tsx'
import { LinkButton } from '../../components/button.tsx'
import { ErrorCard } from '../../components/error-card.tsx'
import { Skeleton } from '../../components/skeleton.tsx'
import { NotHere } from '../../shell/not-here.tsx'
import { Page } from '../../shell/page.tsx'
import { DeliveryList } from './delivery-list.tsx'
import LiveDelivery from './live-delivery.tsx'
import { PublicationView } from './publication-view.tsx'
import { publicationQuery } from './queries.ts'

/** The delivery log: of the workspace, of one post, or of one publication, by the address. */
export default function DeliveryPage() {
  const { id, publication } = useParams<{ id?: string; publication?: string }>()
  if (publication !== undefined) return <OnePublication id={publication} />
  if (id !== undefined) return <OnePost id={id} />
  return <DeliveryList />
}

function OnePost({ id }: { id: string }) {
  const { t } = useTranslation(['delivery', 'common'])
  const address = useAddress()
  return (
    <Page title={t('of-post')} primary={<LinkButton href={address(`/posts/${id}`)}>{t('open-post')}</LinkButton>}>
      <LiveDelivery postId={id} brief={false} />
    </Page>
  )
}

function OnePublication({ id }: { id: string }) {
  const { t } = useTranslation(['delivery', 'common'])
  const { id: ws } = useWorkspace()
  const address = useAddress()
  const { data, error, refetch } = useQuery(publicationQuery(ws, id))
  if (problemOf(error)?.status === 404) return <NotHere home={`/w/${ws}`} />
  return (
    <Page
      title={t('title')}
      detail={data?.channelName}
      primary={data && <LinkButton href={address(`/posts/${data.postId}/delivery`)}>{t('all-channels')}</LinkButton>}
    >
      {data ? (
        <PublicationView publication={data} />
      ) : error ? (
        <ErrorCard error={error} what={t('not-loaded')} retry={() => void refetch()} />
      ) : (
        <Skeleton rows={8} />
      )}
    </Page>
  )
}
