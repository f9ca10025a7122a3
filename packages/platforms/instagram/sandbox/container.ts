/** The life of a container (sheet section 6.3): in progress, finished, then published, failed or expired. */
import { container as rule } from '../rules.ts'
import type { Container, State } from './state.ts'

type Status = 'IN_PROGRESS' | 'FINISHED' | 'ERROR' | 'EXPIRED' | 'PUBLISHED'

/** A carousel is ready with its last child. */
export function statusOf(state: State, container: Container): Status {
  const now = state.world.now()
  if (container.media) return 'PUBLISHED'
  if (container.at + rule.seconds * 1000 <= now) return 'EXPIRED'
  const { at, seconds, failure } = container.load
  if (at === undefined || at + seconds * 1000 > now) return 'IN_PROGRESS'
  return failure === undefined ? 'FINISHED' : 'ERROR'
}

/** The words beside the code; the reason of a failure stands nowhere else. */
export function statusText(state: State, container: Container): string {
  switch (statusOf(state, container)) {
    case 'IN_PROGRESS':
      return 'In Progress: Media is still being processed.'
    case 'FINISHED':
      return 'Finished: Media has been uploaded and it is ready to be published.'
    case 'ERROR':
      return `Error: Media upload has failed with error code ${container.load.failure}`
    case 'EXPIRED':
      return 'Expired: The container was not published within 24 hours.'
    case 'PUBLISHED':
      return 'Published: The container’s media has been published.'
  }
}

/** What a pushed film tells about its way: bytes first, then processing. */
export function videoStatus(state: State, container: Container) {
  const { at, bytes } = container.load
  const status = statusOf(state, container)
  const phase = status === 'IN_PROGRESS' ? 'in_progress' : status === 'ERROR' ? 'error' : 'complete'
  return {
    uploading_phase: { status: at === undefined ? 'in_progress' : 'complete', bytes_transferred: bytes },
    processing_phase: { status: at === undefined ? 'not_started' : phase },
  }
}
