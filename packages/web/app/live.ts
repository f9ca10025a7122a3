/** Changes as they happen: server events tell which answers are old; what is on screen is asked for again. */
import { useQueryClient } from '@tanstack/react-query'
import { useEffect } from 'react'
import { keys } from './queries.ts'
import { sessionEnded } from './session.ts'
import { createStore, useStore } from './store.ts'

export type Connection = 'connecting' | 'live' | 'polling'
export const connection = createStore<Connection>('connecting')

const pollSeconds = 15
/** Many events in a moment (a plan of fifty posts) become one renewal. */
const gatherMilliseconds = 150

/** Keeps the answers of a workspace fresh while it is open. */
export function useLive(ws: string): void {
  const client = useQueryClient()
  const ended = useStore(sessionEnded)
  useEffect(() => {
    // Without a session nothing is told; the stream opens again with the next one.
    if (ended) return undefined
    const renew = () => client.invalidateQueries({ queryKey: keys.all(ws) })
    let gathering: ReturnType<typeof setTimeout> | undefined
    const heard = () => {
      gathering ??= setTimeout(() => {
        gathering = undefined
        void renew()
      }, gatherMilliseconds)
    }
    const base = import.meta.env.BASE_URL.replace(/\/$/, '')
    const source = new EventSource(`${base}/api/v1/workspaces/${ws}/events`)
    let lost = false
    source.onopen = () => {
      connection.set('live')
      if (lost) void renew()
      lost = false
    }
    source.onerror = () => {
      lost = true
      connection.set(source.readyState === EventSource.CLOSED ? 'polling' : 'connecting')
    }
    source.onmessage = heard
    for (const kind of eventKinds) source.addEventListener(kind, heard)
    // Its rules, and one's own role in it, stand with the person.
    source.addEventListener('workspace', () => void client.invalidateQueries({ queryKey: keys.me }))
    const poll = setInterval(() => {
      if (connection.get() !== 'live' && navigator.onLine) void renew()
    }, pollSeconds * 1000)
    return () => {
      source.close()
      clearTimeout(gathering)
      clearInterval(poll)
    }
  }, [client, ws, ended])
}

/** The names under which the server sends them. */
const eventKinds = ['publication', 'post', 'channel', 'workspace', 'asset', 'draft_run'] as const
