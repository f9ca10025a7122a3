import { useQuery } from '@tanstack/react-query'
import { useCallback, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useLocation, useParams, useSearch } from 'wouter'
import { problemOf } from '../../app/api.ts'
import { useChannels, usePlatforms } from '../../app/queries.ts'
import { useAddress, useWorkspace } from '../../app/workspace.tsx'
import { ErrorCard } from '../../components/error-card.tsx'
import { NotHere } from '../../shell/not-here.tsx'
import { WaitingScreen } from '../../shell/waiting-screen.tsx'
import { Composer } from './composer.tsx'
import { copyOf } from './opening.ts'
import { postQuery } from './post-query.ts'

/**
 * The composer of the post in the address. A new post gets its address with its first save, in the middle of a word:
 * the screen goes on as it is then, and starts anew only for another post.
 */
export default function ComposerPage() {
  const { id } = useParams<{ id: string }>()
  const [, go] = useLocation()
  const address = useAddress()
  const [madeHere] = useState(() => new Set<string>())
  const [session, setSession] = useState({ id, count: 0 })
  const onMade = useCallback(
    (made: string) => {
      madeHere.add(made)
      go(address(`/posts/${made}`), { replace: true })
    },
    [madeHere, go, address],
  )
  if (session.id !== id) setSession({ id, count: session.count + (madeHere.has(id) ? 0 : 1) })
  return <Opened key={session.count} id={id} onMade={onMade} />
}

function Opened({ id, onMade }: { id: string; onMade: (id: string) => void }) {
  const { t } = useTranslation(['composer', 'common'])
  const { id: ws } = useWorkspace()
  const search = useSearch()
  // Fixed when the screen opens: the address a new post is given later asks for nothing.
  const [stored] = useState(id === 'new' ? null : id)
  const [from] = useState(stored === null ? new URLSearchParams(search).get('from') : null)
  const wanted = stored ?? from
  const post = useQuery({ ...postQuery(ws, wanted ?? ''), enabled: wanted !== null })
  const channels = useChannels(ws)
  const platforms = usePlatforms()
  if (problemOf(post.error)?.status === 404) return <NotHere home={`/w/${ws}`} />
  const ready = channels.data && (wanted === null || post.data) && (from === null || platforms.data)
  const anew = (): ReadonlySet<string> => {
    const agreed = new Set(platforms.data?.filter((one) => one.consent).map((one) => one.id))
    return new Set(channels.data?.filter((one) => agreed.has(one.platform)).map((one) => one.id))
  }
  if (ready)
    return (
      <Composer
        channels={channels.data}
        opened={stored === null ? undefined : post.data}
        from={from === null || !post.data ? undefined : copyOf(post.data.post, anew())}
        onMade={onMade}
      />
    )
  const error = post.error ?? channels.error ?? (from === null ? null : platforms.error)
  if (!error) return <WaitingScreen />
  return (
    <div className="p-4">
      <ErrorCard
        error={error}
        what={t('not-loaded')}
        retry={() => void Promise.all([wanted !== null && post.refetch(), channels.refetch(), platforms.refetch()])}
      />
    </div>
  )
}
