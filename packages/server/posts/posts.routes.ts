import type { postRoutes } from '@posthorn/contract/routes.ts'
import { problem } from '@posthorn/domain/problems.ts'
import { workspaceEvents } from '../http/event-stream.ts'
import type { Handlers } from '../http/handler.ts'
import { deleteAsset, describeAsset, getAsset, listAssets } from '../media/assets.ts'
import { sendAsset, sendPublic } from '../media/send.ts'
import { uploadAsset } from '../media/upload.ts'
import type { Parts } from '../parts.ts'
import {
  cancelPublication,
  getPublication,
  lookAgain,
  removePublication,
  reschedulePublication,
  resolvePublication,
  retryPublication,
  type Which,
} from '../publishing/publications.ts'
import { calendarDays, listCards, listPosts, today } from './lists.ts'
import { linkCard } from './link-card.ts'
import { changePost, checkPost, contentOf, createPost, duplicatePost, getPost, removePost } from './posts.ts'
import { schedulePost, unschedulePost } from './schedule.ts'

interface Call {
  readonly workspaceId: string
  readonly person: { readonly id: string }
  readonly params: { readonly id: string }
}
const which = ({ workspaceId, person, params }: Call): Which => ({ workspaceId, personId: person.id, id: params.id })

/** The revision that If-Match named; the binder demands it on such routes. */
function based(revision: number | undefined): number {
  if (revision === undefined) throw problem('request.precondition-required')
  return revision
}

export const postHandlers = (parts: Parts): Handlers<typeof postRoutes> => ({
  'GET /api/v1/workspaces/{workspaceId}/posts': ({ workspaceId, query }) => listPosts(parts, workspaceId, query),
  'POST /api/v1/workspaces/{workspaceId}/posts': ({ workspaceId, person, input }) =>
    createPost(parts, workspaceId, person.id, contentOf(input)),
  'POST /api/v1/workspaces/{workspaceId}/posts/check': ({ workspaceId, input }) =>
    checkPost(parts, workspaceId, contentOf(input)),
  'GET /api/v1/workspaces/{workspaceId}/posts/{id}': ({ workspaceId, params }) =>
    getPost(parts, workspaceId, params.id),
  'PUT /api/v1/workspaces/{workspaceId}/posts/{id}': ({ workspaceId, params, input, revision }) =>
    changePost(parts, workspaceId, params.id, based(revision), contentOf(input)),
  'DELETE /api/v1/workspaces/{workspaceId}/posts/{id}': async ({ workspaceId, params, revision }) => {
    await removePost(parts, workspaceId, params.id, based(revision))
    return undefined
  },
  'GET /api/v1/workspaces/{workspaceId}/posts/{id}/checks': ({ workspaceId, params }) =>
    checkPost(parts, workspaceId, params.id),
  'POST /api/v1/workspaces/{workspaceId}/posts/{id}/schedule': ({ input, ...call }) =>
    schedulePost(parts, which(call), input),
  'POST /api/v1/workspaces/{workspaceId}/posts/{id}/unschedule': ({ workspaceId, params }) =>
    unschedulePost(parts, workspaceId, params.id),
  'POST /api/v1/workspaces/{workspaceId}/posts/{id}/duplicate': ({ workspaceId, person, params }) =>
    duplicatePost(parts, workspaceId, person.id, params.id),
  'GET /api/v1/workspaces/{workspaceId}/calendar': ({ workspaceId, query: { from, to, state, ...query } }) =>
    listCards(parts, workspaceId, { ...query, from: new Date(from), to: new Date(to), states: state && [state] }),
  'GET /api/v1/workspaces/{workspaceId}/calendar/days': ({ workspaceId, query }) =>
    calendarDays(parts, workspaceId, query),
  'GET /api/v1/workspaces/{workspaceId}/today': ({ workspaceId }) => today(parts, workspaceId),
  'GET /api/v1/workspaces/{workspaceId}/publications': ({ workspaceId, query: { state, ...query } }) =>
    listCards(parts, workspaceId, { ...query, states: state && [state], newestFirst: true }),
  'GET /api/v1/workspaces/{workspaceId}/publications/{id}': ({ workspaceId, params }) =>
    getPublication(parts, workspaceId, params.id),
  'POST /api/v1/workspaces/{workspaceId}/publications/{id}/reschedule': ({ input, ...call }) =>
    reschedulePublication(parts, which(call), input.when),
  'POST /api/v1/workspaces/{workspaceId}/publications/{id}/cancel': (call) => cancelPublication(parts, which(call)),
  'POST /api/v1/workspaces/{workspaceId}/publications/{id}/retry': ({ input, ...call }) =>
    retryPublication(parts, which(call), input.when),
  'POST /api/v1/workspaces/{workspaceId}/publications/{id}/look': (call) => lookAgain(parts, which(call)),
  'POST /api/v1/workspaces/{workspaceId}/publications/{id}/resolve': ({ input, ...call }) =>
    resolvePublication(parts, which(call), input),
  'POST /api/v1/workspaces/{workspaceId}/publications/{id}/remove': (call) => removePublication(parts, which(call)),
  'GET /api/v1/workspaces/{workspaceId}/assets': ({ workspaceId, query }) => listAssets(parts, workspaceId, query),
  'POST /api/v1/workspaces/{workspaceId}/assets': ({ workspaceId, person, query, request }) =>
    uploadAsset(parts, {
      workspaceId,
      personId: person.id,
      ...query,
      body: request.body,
      announced: Number(request.headers.get('content-length') ?? 0),
    }),
  'GET /api/v1/workspaces/{workspaceId}/assets/{id}': ({ workspaceId, params }) =>
    getAsset(parts, workspaceId, params.id),
  'PATCH /api/v1/workspaces/{workspaceId}/assets/{id}': ({ workspaceId, params, input }) =>
    describeAsset(parts, workspaceId, params.id, input.alt),
  'GET /api/v1/workspaces/{workspaceId}/assets/{id}/file': ({ workspaceId, params, query, request }) =>
    sendAsset(parts, workspaceId, params.id, query.width, request),
  'DELETE /api/v1/workspaces/{workspaceId}/assets/{id}': async ({ workspaceId, params }) => {
    await deleteAsset(parts, workspaceId, params.id)
    return undefined
  },
  'GET /media/{token}/{name}': ({ params, request }) => sendPublic(parts, params, request),
  'POST /api/v1/workspaces/{workspaceId}/link-cards': ({ workspaceId, person, input }) =>
    linkCard(parts, workspaceId, person.id, input.url),
  'GET /api/v1/workspaces/{workspaceId}/events': workspaceEvents(parts),
})
