/** What Facebook says of a film: how far its upload, its processing and its publishing are. Pure. */
import type { Found, Reply, Wire } from '../interface.ts'
import { at, num, obj, objs, str } from '../reply.ts'
import { failed, isMissing } from '../graph/answer.ts'
import { read } from './adapter.wire.ts'

export interface Film {
  /** `uploading`: bytes are missing. `uploaded`: all are there. `lost`: the session is over. */
  readonly is: 'uploading' | 'uploaded' | 'lost' | 'working' | 'out' | 'failed'
  /** Facebook means to show it, or does. */
  readonly accepted: boolean
  readonly bytes: number
  readonly postId: string
  readonly url: string
  /** Facebook's own words of its state or its trouble. */
  readonly words: string
}

export const filmWire = (id: string): Wire => read(id, { fields: 'status,post_id,permalink_url,published' })

/** The documents and the answers differ in one letter. */
const isComplete = (word: string): boolean => word === 'complete' || word === 'completed'

export function readFilm({ body }: Reply): Film {
  const status = obj(at(body, 'status'))
  const whole = str(status['video_status'])
  const uploading = obj(status['uploading_phase'])
  const processing = obj(status['processing_phase'])
  const publishing = obj(status['publishing_phase'])
  const accepted = str(publishing['publish_status']) === 'published' || at(body, 'published') === true
  const trouble =
    str(at(processing, 'error', 'message')) ||
    objs(processing['errors'])
      .map((error) => [str(error['message']), num(error['code'])].filter(Boolean).join(' '))
      .join(' · ')
  return {
    is: stateOf(whole, { uploading, processing, publishing }, accepted),
    accepted,
    bytes: num(uploading['bytes_transferred']) || num(uploading['bytes_transfered']),
    postId: str(at(body, 'post_id')) || String(num(at(body, 'post_id')) || ''),
    url: str(at(body, 'permalink_url')),
    words: trouble || whole || 'no state',
  }
}

type Phase = Readonly<Record<string, unknown>>
interface Phases {
  readonly uploading: Phase
  readonly processing: Phase
  readonly publishing: Phase
}

/** The check for copyrights is left aside: it may stay in trouble for ever, and the film is out all the same. */
function stateOf(whole: string, { uploading, processing, publishing }: Phases, accepted: boolean): Film['is'] {
  if (whole === 'expired' || whole === 'upload_failed') return 'lost'
  const broken = [processing, publishing].some((phase) => str(phase['status']) === 'error')
  if (whole === 'error' || broken) return 'failed'
  if (accepted && (whole === 'ready' || isComplete(str(publishing['status'])))) return 'out'
  if (whole === 'upload_complete') return 'uploaded'
  if (whole === 'uploading') return isComplete(str(uploading['status'])) ? 'uploaded' : 'uploading'
  return 'working'
}

/** Was this film's `finish` carried out? Asked about the film itself, whose number is known from before. */
export function foundFilm(reply: Reply): Found {
  if (failed(reply) && isMissing(reply))
    return { is: 'absent', sure: false, seen: 'Facebook does not show the film of this upload' }
  const film = readFilm(reply)
  const seen = `the film of this upload says "${film.words}"`
  if (film.is === 'lost') return { is: 'redo', from: 'start', seen }
  if (film.accepted || film.is === 'failed') return { is: 'done', value: {}, seen }
  if (film.is === 'working') return { is: 'unsure', why: `${seen}, and not whether it will be published` }
  return { is: 'absent', sure: true, seen: `${seen}: it was not published` }
}
