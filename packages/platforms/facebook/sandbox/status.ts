/** `status` of a film: how far upload, processing and publishing are (sheet 6.7). */
import { isOut, readyAt } from './life.ts'
import type { State } from './state.ts'
import type { Video } from './things.ts'

type Phase = Readonly<Record<string, string | number>>

function overall(state: State, video: Video): string {
  const { processing, size, received } = video
  const now = state.world.now()
  if (processing) {
    if (now < processing.at + processing.seconds * 1000) return 'processing'
    return processing.failure ? 'error' : 'ready'
  }
  if (size !== undefined && received >= size) return 'upload_complete'
  return now >= video.until ? 'expired' : 'uploading'
}

function publishing(state: State, video: Video, whole: string): Phase {
  const { post } = video
  if (whole === 'error') return { status: 'error', publish_status: 'error' }
  const waiting = video.way === 'story' ? 'not_published' : 'draft'
  if (post?.scheduledFor !== undefined && !isOut(state, post))
    return { status: 'not_started', publish_status: 'scheduled', publish_time: Math.floor(post.scheduledFor / 1000) }
  if (!post || !isOut(state, post)) return { status: 'not_started', publish_status: waiting }
  const at = Math.floor((readyAt(video) ?? post.at) / 1000)
  return { status: state.settings.completeWord, publish_status: 'published', publish_time: at }
}

export function statusOf(state: State, video: Video) {
  const whole = overall(state, video)
  const done = state.settings.completeWord
  const failure = video.processing?.failure
  const uploaded = whole !== 'uploading' && whole !== 'expired'
  const bytes = {
    bytes_transferred: video.received,
    ...(video.size === undefined ? {} : { source_file_size: video.size }),
  }
  const processed =
    failure !== undefined && whole === 'error'
      ? { status: 'error', error: { message: failure.message }, errors: [failure] }
      : { status: whole === 'ready' ? done : whole === 'processing' ? 'in_progress' : 'not_started' }
  const checked = whole === 'ready' && video.processing?.copyrightStuck !== true
  return {
    video_status: whole,
    processing_progress: whole === 'ready' ? 100 : 0,
    uploading_phase: { status: uploaded ? done : video.received > 0 ? 'in_progress' : 'not_started', ...bytes },
    processing_phase: processed,
    publishing_phase: publishing(state, video, whole),
    copyright_check_status: { status: checked ? done : uploaded ? 'in_progress' : 'not_started' },
  }
}
