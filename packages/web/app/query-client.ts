import { MutationCache, QueryCache, QueryClient } from '@tanstack/react-query'
import { problemOf } from './api.ts'
import { sessionEnded } from './session.ts'

/** A session that ended shows as a dialog over the page, whichever request met it first. */
const notice = (error: unknown): void => {
  if (problemOf(error)?.code === 'access.sign-in') sessionEnded.set(true)
}

/** What the server refused will be refused again; only silence and its own failures are worth a second try. */
const worthRetrying = (count: number, error: unknown): boolean => {
  const status = problemOf(error)?.status
  return count < 2 && (status === undefined || status >= 500)
}

export const queryClient = new QueryClient({
  queryCache: new QueryCache({ onError: (error, query) => query.meta?.['quiet'] !== true && notice(error) }),
  mutationCache: new MutationCache({ onError: notice }),
  defaultOptions: { queries: { staleTime: 15_000, retry: worthRetrying }, mutations: { retry: false } },
})
