import { useQuery } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import { Redirect, useLocation } from 'wouter'
import { problemOf } from '../app/api.ts'
import { authStateQuery, meQuery } from '../app/queries.ts'
import { ErrorCard } from '../components/error-card.tsx'
import { WaitingScreen } from './waiting-screen.tsx'

/** Shows its content to people with a session; others sign in first, or set Posthorn up, and come back. */
export function SignedIn({ children }: { children: ReactNode }) {
  const me = useQuery(meQuery)
  const visitor = me.data === undefined && problemOf(me.error)?.code === 'access.sign-in'
  const state = useQuery({ ...authStateQuery, enabled: visitor })
  const [path] = useLocation()
  if (me.data) return children
  if (visitor && state.data)
    return state.data.needsSetUp ? (
      <Redirect to="/setup" replace />
    ) : (
      <Redirect to={`/sign-in?then=${encodeURIComponent(path + location.search)}`} replace />
    )
  const error = state.error ?? (visitor ? null : me.error)
  if (error)
    return (
      <main className="mx-auto max-w-xl p-6">
        <ErrorCard error={error} retry={() => void (visitor ? state.refetch() : me.refetch())} />
      </main>
    )
  return <WaitingScreen />
}
