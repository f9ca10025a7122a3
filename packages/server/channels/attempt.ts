/**
 * Connection attempts: what a network sends a browser back with is worth something only for the person, session,
 * workspace, platform and browser it began with, once, for ten minutes.
 */
import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto'
import * as oauth from 'oauth4webapi'
import type { Network } from '../outside/sandbox.ts'
import type { Parts } from '../parts.ts'
import type { Authorize } from './grant.ts'
import type { Located } from './located.ts'
import type { Held } from './speaker.ts'
import { insertAttempt, takeAttempt, type Attempt } from './states.store.ts'

const attemptMs = 10 * 60_000

type AttemptParts = Pick<Parts, 'web' | 'seal' | 'settings' | 'now'>

/** Whoever is asking: signed in, and in a browser that carries the cookie's value. */
export interface Asking {
  readonly personId: string
  readonly sessionId: string
  /** The value of the cookie of `connectCookie`; undefined if the browser has none yet. */
  readonly browser: string | undefined
}

interface Beginning {
  readonly workspaceId: string
  readonly platform: string
  readonly network: Network
  readonly via: string
  readonly reconnects: string | null
  readonly returnTo: string
  readonly redirectUri: string
  /** Where the server was found, if it is not the same for everybody. */
  readonly location: Located | null
  readonly held: Held
}

export interface Begun {
  readonly authorize: Authorize
  /** To be kept by the browser until it comes back. */
  readonly browser: string
  readonly expiresAt: Date
}

/** 256 random bits, as text. */
const word = () => randomBytes(32).toString('base64url')
const isWord = (text: string | undefined): text is string => text !== undefined && /^[\w-]{43}$/.test(text)

/** Purposes are apart, so that a hash of one kind is never one of another. */
const hashOf = (parts: AttemptParts, purpose: 'state' | 'browser', value: string): string =>
  createHmac('sha256', parts.settings.stateSecret).update(`${purpose}:${value}`).digest('base64url')

export async function beginAttempt(parts: AttemptParts, asking: Asking, beginning: Beginning): Promise<Begun> {
  const state = word()
  const hash = hashOf(parts, 'state', state)
  // A browser keeps its value, so that two attempts in two tabs do not disturb each other.
  const browser = isWord(asking.browser) ? asking.browser : word()
  const verifier = oauth.generateRandomCodeVerifier()
  const expiresAt = new Date(parts.now().getTime() + attemptMs)
  const { redirectUri, held, ...row } = beginning
  await insertAttempt(parts.web, {
    ...row,
    hash,
    personId: asking.personId,
    sessionId: asking.sessionId,
    browserHash: hashOf(parts, 'browser', browser),
    sealed: await parts.seal.seal({ ...held, verifier, redirectUri }, attemptSeal(hash)),
    expiresAt,
  })
  return { authorize: { state, verifier, redirectUri }, browser, expiresAt }
}

export interface Ended {
  readonly attempt: Attempt
  readonly held: Held
  readonly authorize: Authorize
}

const attemptSeal = (hash: string) => `attempt:${hash}`

/**
 * Uses up the attempt that a state belongs to; undefined unless everything fits. Whatever does not fit has used it up as
 * well: a state that was seen by strangers is worth nothing to anybody.
 */
export async function endAttempt(
  parts: AttemptParts,
  asking: Asking,
  platform: string,
  states: readonly string[],
): Promise<Ended | undefined> {
  const [state, ...more] = states
  if (!isWord(state) || more.length > 0) return undefined
  const attempt = await takeAttempt(parts.web, hashOf(parts, 'state', state), parts.now())
  if (!attempt || !isWord(asking.browser)) return undefined
  const fits =
    attempt.personId === asking.personId &&
    attempt.sessionId === asking.sessionId &&
    attempt.platform === platform &&
    equal(attempt.browserHash, hashOf(parts, 'browser', asking.browser))
  if (!fits) return undefined
  const opened = await parts.seal.open(attempt.sealed, attemptSeal(attempt.hash))
  const { verifier, redirectUri, ...held } = opened as unknown as Held & { verifier: string; redirectUri: string }
  return { attempt, held, authorize: { state, verifier, redirectUri } }
}

function equal(a: string, b: string): boolean {
  const [one, other] = [Buffer.from(a), Buffer.from(b)]
  return one.length === other.length && timingSafeEqual(one, other)
}

/** `__Host-` forbids a domain and demands https, so that no sibling site can set or read the cookie. */
const cookieName = (backendUrl: string) =>
  backendUrl.startsWith('https:') ? '__Host-posthorn_connect' : 'posthorn_connect'

/** Lax, because the network sends the browser back by a link from another site. */
export function connectCookie({ backendUrl }: { backendUrl: string }, browser: string): string {
  const secure = backendUrl.startsWith('https:') ? '; Secure' : ''
  return `${cookieName(backendUrl)}=${browser}; Path=/; HttpOnly; SameSite=Lax; Max-Age=${attemptMs / 1000}${secure}`
}

/** The value of our cookie; undefined if there is none, or more than one. */
export function readConnectCookie({ backendUrl }: { backendUrl: string }, header: string | null): string | undefined {
  const name = `${cookieName(backendUrl)}=`
  const values = (header ?? '').split(';').map((pair) => pair.trim())
  const [value, ...more] = values.filter((pair) => pair.startsWith(name)).map((pair) => pair.slice(name.length))
  return more.length > 0 ? undefined : value
}

/** A path of our own site, or the fallback: browsers read '//x', '/\x' and control characters as other sites. */
export function ownPath(text: string | undefined, fallback: string): string {
  const safe = text !== undefined && /^\/(?![/\\])[^\\\p{Cc}\p{Z}]*$/u.test(text)
  if (!safe || !URL.canParse(text, 'https://own.invalid')) return fallback
  const url = new URL(text, 'https://own.invalid')
  if (url.origin !== 'https://own.invalid' || url.pathname.startsWith('//')) return fallback
  return `${url.pathname}${url.search}${url.hash}`
}
