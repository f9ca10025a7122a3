/** Photos: TikTok fetches them from us, and the request that names them publishes. There is no id before its answer. */
import type { Call, Channel, Found, Frozen, FreeStep, Intent, OnceStep } from '../interface.ts'
import { compact, num, objs, only, post, str, strs } from '../reply.ts'
import type { Obj } from '../reply.ts'
import { usernameOf } from './adapter.creator.ts'
import { askVideos, dataOf, isPostId, linked, paths, permalink } from './adapter.wire.ts'
import { canSearch } from './compose.ts'
import { readBack } from './rules.ts'
import type { Settings } from './settings.ts'

function photosBody(
  { parts, settings: chosen }: Frozen<Settings>,
  addresses: readonly string[],
  isDraft: boolean,
): Obj {
  const words = { title: chosen.title || undefined, description: parts[0].text || undefined }
  const info = isDraft
    ? compact(words)
    : compact({
        ...words,
        privacy_level: chosen.privacy,
        disable_comment: chosen.allowComments !== true,
        auto_add_music: chosen.addMusic === true,
        brand_content_toggle: chosen.brandedContent === true,
        brand_organic_toggle: chosen.yourBrand === true,
      })
  return {
    media_type: 'PHOTO',
    post_mode: isDraft ? 'MEDIA_UPLOAD' : 'DIRECT_POST',
    post_info: info,
    source_info: {
      source: 'PULL_FROM_URL',
      photo_cover_index: (chosen.coverPhoto ?? 1) - 1,
      photo_images: addresses,
    },
  }
}

export function photoSteps(
  frozen: Frozen<Settings>,
  channel: Channel,
  isDraft: boolean,
): readonly (FreeStep | OnceStep)[] {
  return [
    {
      name: 'urls',
      for: 'post',
      repeat: 'freely',
      run: async (call) => ({
        is: 'done',
        value: await Promise.all(frozen.parts[0].media.map(({ id }) => call.publicUrl(id))),
      }),
    },
    {
      name: 'init',
      for: 'post',
      repeat: 'never',
      request: (memory) => post(paths.content, photosBody(frozen, strs(memory.get('urls')), isDraft)),
      read(reply) {
        const publishId = str(dataOf(reply)['publish_id'])
        if (publishId === '') throw new Error('TikTok took photos without an id')
        return { is: 'done', value: { publishId } }
      },
      // A post is listed once moderation has let it through: a minute as a rule, hours at times.
      look: [90, 600, 3600],
      find: (call, memory, intent) => {
        if (isDraft) return Promise.resolve({ is: 'unsure', why: 'TikTok shows nobody what waits in an inbox' })
        if (!canSearch(frozen, channel))
          return Promise.resolve({
            is: 'unsure',
            why: 'TikTok lists only public posts, and they need words to be known by',
          })
        return findPost(call, frozen, usernameOf(memory, channel), intent)
      },
    },
  ]
}

const fields = ['id', 'create_time', 'title', 'video_description'] as const
const pageSize = 20
/** Clocks may differ by this much. */
const slackMs = 60_000

const plain = (text: string): string => text.replaceAll(/\s+/g, ' ').trim()
/** Half a character, or what stands where something was cut off. */
const torn = /[\uD800-\uDBFF\uFFFD\u2026.\s]+$/

/** Whether a text read back, which is cut, can be the one that was sent. */
export function isSameText(ours: string, theirs: string): boolean {
  if (ours.length < readBack.text) return plain(ours) === plain(theirs)
  // As much of a long text as is read back at least, should what TikTok counts differ from what we do.
  if (theirs.length < readBack.text - 10) return false
  return plain(ours).startsWith(plain(theirs.replace(torn, '')))
}

function isOurs({ parts, settings: { title = '' } }: Frozen<Settings>, video: Obj): boolean {
  const { text } = parts[0]
  const read = [str(video['video_description']), str(video['title'])]
  return read.some((theirs) => isSameText(text === '' ? title : text, theirs))
}

async function findPost(call: Call, frozen: Frozen<Settings>, username: string, intent: Intent): Promise<Found> {
  const listed = dataOf(await call.send(askVideos(paths.list, fields, { max_count: pageSize })))
  const videos = objs(listed['videos'])
  const since = intent.sentAt.getTime() - slackMs
  const found = videos.filter((video) => {
    const id = str(video['id'])
    return isPostId(id) && !intent.taken.has(id) && num(video['create_time']) * 1000 >= since && isOurs(frozen, video)
  })
  const hit = only(found)
  if (!hit)
    return found.length > 1
      ? { is: 'unsure', why: `${found.length} posts with these words appeared since we sent` }
      : { is: 'absent', sure: false, seen: `not among the ${videos.length} newest public posts` }
  const id = str(hit['id'])
  return {
    is: 'live',
    remote: { id, ...linked(permalink(username, 'photo', id)), at: 'public' },
    value: { postId: id },
    seen: 'among the newest public posts',
  }
}
