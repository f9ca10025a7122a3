/** Keeps one draft: the copy in this browser, the saving at the server, and the id it gets there. */
import { api, problemOf } from '../../app/api.ts'
import { sessionEnded } from '../../app/session.ts'
import type { Draft, PostInput } from './draft.ts'
import { copyStore } from './local-copy.ts'
import { tagged, type Tagged } from './post-query.ts'
import { randomKey } from './random-key.ts'
import { createSaver, type SaveFailure, type SaveRequest, type SaveState, type Saver } from './saver.ts'

/** What was refused is kept as it was thrown: its words are made where it is shown. */
export type DraftSaveState = SaveState<unknown>

export interface Keeper {
  readonly saver: Saver<PostInput>
  /** Null before the first save. */
  id: () => string | null
  copy: (draft: Draft) => void
  forgetCopy: () => void
  /** Tells of every answer; returns how to stop. */
  listen: (listener: (answer: Tagged) => void) => () => void
}

export function createKeeper(ws: string, opened: Tagged | undefined, onState: (state: DraftSaveState) => void): Keeper {
  let id = opened?.post.id ?? null
  let copy = copyStore(ws, id ?? 'new')
  const listeners = new Set<(answer: Tagged) => void>()

  const send = async (request: SaveRequest<PostInput>): Promise<{ etag: string } | SaveFailure<unknown>> => {
    try {
      const answer = await store(ws, id, request)
      if (id === null) {
        copy.clear()
        id = answer.post.id
        copy = copyStore(ws, id)
      }
      for (const listener of listeners) listener(answer)
      return { etag: answer.etag }
    } catch (error) {
      return failureOf(error)
    }
  }
  const saver = createSaver<PostInput, unknown>({ send, onState, key: randomKey, etag: opened?.etag ?? null })
  return {
    saver,
    id: () => id,
    copy: (draft) => copy.write(draft, saver.etag),
    forgetCopy: () => copy.clear(),
    listen: (listener) => {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
  }
}

async function store(
  workspaceId: string,
  id: string | null,
  { body, etag, idempotencyKey }: SaveRequest<PostInput>,
): Promise<Tagged> {
  const answer =
    id === null
      ? await api('POST /api/v1/workspaces/{workspaceId}/posts', { params: { workspaceId }, body, idempotencyKey })
      : await api('PUT /api/v1/workspaces/{workspaceId}/posts/{id}', {
          params: { workspaceId, id },
          body,
          idempotencyKey,
          // A stored post always has a revision; naming none is refused, never taken as "any".
          ifMatch: etag ?? '',
        })
  return tagged(answer.data, answer.etag)
}

/** Silence and the server's own trouble are waited out; only a definite no is shown. */
function failureOf(error: unknown): SaveFailure<unknown> {
  const problem = problemOf(error)
  if (problem?.code === 'access.sign-in') sessionEnded.set(true)
  if (problem?.code === 'request.revision-conflict') return { is: 'conflict' }
  const passing = ['access.sign-in', 'request.idempotency-busy', 'request.rate-limited']
  if (!problem || problem.status >= 500 || passing.includes(problem.code)) return { is: 'no-answer' }
  return { is: 'refused', problem: error }
}
