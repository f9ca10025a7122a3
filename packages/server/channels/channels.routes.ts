/** Binds channels to the contract. */
import type { channelRoutes } from '@posthorn/contract/routes.ts'
import { isProblemCode, problem, ProblemError } from '@posthorn/domain/problems.ts'
import { IdKey, pageOf, readCursor } from '../http/cursor.ts'
import type { Handlers, HandlerCall } from '../http/handler.ts'
import type { Parts } from '../parts.ts'
import { connectCookie, readConnectCookie } from './attempt.ts'
import { sendAvatar } from './avatar.ts'
import { beginConnect } from './begin.ts'
import { clientDocument } from './client-document.ts'
import { choose, showConsent } from './choose.ts'
import { changeChannel, disconnect, showChannel, showOne } from './channels.ts'
import { listChannels } from './channels.store.ts'
import { channelsPath, ConnectFailed, finishConnect, type Finished } from './connect.ts'
import { plain } from './grant.read.ts'
import { channelOptions } from './options.ts'
import { practice } from './practice.ts'
import { Secret } from './secret.ts'
import { freeSlots, setSlots, showSlots } from './slots.ts'

type Asker = Pick<HandlerCall<(typeof channelRoutes)[keyof typeof channelRoutes]>, 'request'> & {
  readonly person: { readonly id: string; readonly sessionId: string }
}

export function channelHandlers(parts: Parts): Handlers<typeof channelRoutes> {
  const { settings, web } = parts
  const askingOf = ({ person, request }: Asker) => ({
    personId: person.id,
    sessionId: person.sessionId,
    browser: readConnectCookie(settings, request.headers.get('cookie')),
  })

  return {
    'GET /api/v1/workspaces/{workspaceId}/channels': async ({ workspaceId, query: { cursor, limit } }) => {
      const after = readCursor(cursor, IdKey)?.[0]
      const rows = await web.inWorkspace(workspaceId, (trx) => listChannels(trx, { after, limit: limit + 1 }))
      return pageOf(rows, limit, (row) => [row.id], showChannel)
    },
    'POST /api/v1/workspaces/{workspaceId}/channels/connect': async (call) => {
      const { workspaceId, input } = call
      const { password, ...asked } = input
      const secret = password === undefined ? undefined : new Secret(password)
      const begun = await beginConnect(parts, askingOf(call), { workspaceId, ...asked }, secret)
      if (begun.is !== 'leave') return begun
      const { authorizeUrl, expiresAt, browser } = begun
      const headers = { 'set-cookie': connectCookie(settings, browser) }
      return Response.json({ is: 'leave', authorizeUrl, expiresAt: expiresAt.toISOString() }, { headers })
    },
    'POST /api/v1/workspaces/{workspaceId}/channels/practice': async ({ workspaceId, input, person }) => ({
      channels: await practice(
        parts,
        { workspaceId, personId: person.id, sessionId: person.sessionId },
        input.platforms,
      ).catch((error: unknown) => {
        throw error instanceof ConnectFailed ? error.cause : error
      }),
    }),
    'GET /api/v1/auth/social/callback/{platform}': async (call) => {
      // The parsed query would hide a parameter that came twice.
      const query = new URL(call.request.url).searchParams
      const location = await finishConnect(parts, askingOf(call), call.params.platform, query).then(
        placeOf,
        (error: unknown) => placeOfProblem(parts, error, call.requestId),
      )
      return new Response(null, { status: 303, headers: { location } })
    },
    'GET /api/v1/workspaces/{workspaceId}/channels/{id}/options': async ({ workspaceId, params }) => ({
      options: await channelOptions(parts, workspaceId, params.id),
    }),
    'GET /oauth/{platform}/client-metadata.json': ({ params }) =>
      Promise.resolve(clientDocument(parts, params.platform)),
    'GET /api/v1/workspaces/{workspaceId}/consents/{id}': ({ workspaceId, params }) =>
      showConsent(parts, workspaceId, params.id),
    'POST /api/v1/workspaces/{workspaceId}/consents/{id}/choose': async ({ workspaceId, params, input }) => ({
      channels: await choose(parts, workspaceId, params.id, input.remoteIds),
    }),
    'GET /api/v1/workspaces/{workspaceId}/channels/{id}': ({ workspaceId, params }) =>
      showOne(parts, workspaceId, params.id),
    'PATCH /api/v1/workspaces/{workspaceId}/channels/{id}': ({ workspaceId, params, input }) =>
      changeChannel(parts, workspaceId, params.id, input),
    'POST /api/v1/workspaces/{workspaceId}/channels/{id}/disconnect': ({ workspaceId, params, person }) =>
      disconnect(parts, workspaceId, params.id, person.id),
    'GET /api/v1/workspaces/{workspaceId}/channels/{id}/avatar': ({ workspaceId, params }) =>
      sendAvatar(parts, workspaceId, params.id),
    'GET /api/v1/workspaces/{workspaceId}/channels/{id}/slots': ({ workspaceId, params }) =>
      showSlots(parts, workspaceId, params.id),
    'PUT /api/v1/workspaces/{workspaceId}/channels/{id}/slots': ({ workspaceId, params, input }) =>
      setSlots(parts, workspaceId, params.id, input.slots),
    'GET /api/v1/workspaces/{workspaceId}/channels/{id}/free-slots': async ({ workspaceId, params, query }) => {
      const slots = await freeSlots(parts, workspaceId, params.id, query.count)
      return { slots: slots.map((slot) => ({ ...slot, at: slot.at.toISOString() })) }
    },
  }
}

const placeOf = (finished: Finished): string =>
  finished.is === 'connected'
    ? finished.returnTo
    : `${channelsPath(finished.workspaceId)}?${new URLSearchParams({ consent: finished.consentId }).toString()}`

/** The page that tells a person what went wrong: code and sentence as inert, bounded text. */
function placeOfProblem({ log }: Pick<Parts, 'log'>, error: unknown, requestId: string): string {
  const [path, cause] = error instanceof ConnectFailed ? [channelsPath(error.workspaceId), error.cause] : ['/', error]
  const known = cause instanceof ProblemError ? cause : problem('system.broken', {}, { cause })
  if (!(cause instanceof ProblemError)) log.error({ err: cause, requestId }, 'connecting broke')
  const words = isProblemCode(known.code) ? plain(known.message) : ''
  return `${path}?${new URLSearchParams({ problem: known.code, words }).toString()}`
}
