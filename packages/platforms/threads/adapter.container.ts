/** Making containers: what Threads is told about a post before it is published. Until then nobody sees anything. */
import { failed, idOf, see } from '../graph/answer.ts'
import { ask } from '../graph/ask.ts'
import type { Call, FreeStep, Json, Memory, Part, Progress, Rendition, Reply, Wire } from '../interface.ts'
import { at, num } from '../reply.ts'
import { fieldsOf, idIn, write } from './adapter.wire.ts'
import type { Settings } from './compose.settings.ts'
import { gifId, placesOf, topicOf } from './text.ts'

/** "The media could not be fetched from this URI": tried so often, so far apart in seconds. */
const fetches = { most: 3, seconds: 20 } as const
const isUnfetched = (reply: Reply): boolean => {
  const { code, subcode, message } = see(reply)
  return code === 9004 || subcode === 2_207_052 || /could not be fetched from this URI/i.test(message)
}

/** Makes a container and keeps its id, and the note of a `redo`: what follows has to know that it is a second one. */
async function make(call: Call, memory: Memory, name: string, wire: Wire): Promise<Progress> {
  const kept = memory.get(name)
  const note: Json = memory.note(name) ?? at(kept, 'note') ?? null
  const tried = num(at(kept, 'tried')) + 1
  const reply = await ask(call, wire, isUnfetched)
  if (!failed(reply)) return { is: 'done', value: { id: idOf(reply), note } }
  if (tried < fetches.most) return { is: 'wait', seconds: fetches.seconds * tried, value: { tried, note } }
  return { is: 'refused', problem: 'network.media-unreachable', words: see(reply).words }
}

const kindFields = async (call: Call, { id, kind, alt }: Rendition): Promise<Record<string, string | undefined>> => ({
  media_type: kind === 'video' ? 'VIDEO' : 'IMAGE',
  [kind === 'video' ? 'video_url' : 'image_url']: await call.publicUrl(id),
  alt_text: alt,
})

/** One picture or film of a carousel. */
export const childStep = (name: string, file: Rendition): FreeStep => ({
  name,
  for: 'post',
  repeat: 'freely',
  run: async (call, memory) =>
    make(
      call,
      memory,
      name,
      write('threads', fieldsOf({ ...(await kindFields(call, file)), is_carousel_item: 'true' })),
    ),
})

const letters = ['a', 'b', 'c', 'd'] as const

/** What hangs on a text. */
function attachments({ link, poll, gif, longText }: Settings): Record<string, string | undefined> {
  const chosen = poll?.options.map((option, n) => [`option_${letters[n] ?? ''}`, option.trim()] as const)
  return {
    link_attachment: link,
    poll_attachment: chosen && JSON.stringify(Object.fromEntries(chosen)),
    gif_attachment: gif === undefined ? undefined : JSON.stringify({ gif_id: gifId(gif) ?? gif, provider: 'GIPHY' }),
    text_attachment:
      longText &&
      JSON.stringify({ plaintext: longText.text, ...(longText.link ? { link_attachment_url: longText.link } : {}) }),
  }
}

const flag = (value: boolean | undefined): string | undefined => (value === true ? 'true' : undefined)

/** What belongs to the first part alone. */
function headFields({ text }: Part, settings: Settings): Record<string, string | undefined> {
  const { approvals, countries = [], ghost, place, replies, spoilers = [], story, topic } = settings
  const hidden = placesOf(text, spoilers).flatMap((range) => (range ? [{ entity_type: 'SPOILER', ...range }] : []))
  return {
    topic_tag: topicOf(topic),
    reply_control: replies,
    enable_reply_approvals: flag(approvals),
    text_entities: hidden.length > 0 ? JSON.stringify(hidden) : undefined,
    is_ghost_post: flag(ghost),
    location_id: place,
    allowlisted_country_codes: countries.join(','),
    crossreshare_to_ig: flag(story !== undefined),
    crossreshare_to_ig_dark_mode: flag(story === 'dark'),
  }
}

export interface Piece {
  /** The end of its steps' names: '0', '1', 'comment'. */
  readonly key: string
  readonly for: 'post' | 'extra'
  readonly part: Part
  readonly settings: Settings
  /** The step that published what it answers; none for a head. */
  readonly parent: string | undefined
}

export const childName = ({ key }: Piece, k: number): string => `child:${key}.${k}`

async function mediaFields(call: Call, memory: Memory, piece: Piece): Promise<Record<string, string | undefined>> {
  const { media } = piece.part
  if (media.length > 1)
    return { media_type: 'CAROUSEL', children: media.map((_, k) => idIn(memory, childName(piece, k))).join(',') }
  return media[0] ? kindFields(call, media[0]) : { media_type: 'TEXT' }
}

/** The container of a whole post or reply. Never `auto_publish_text`: there would be nothing to ask about afterwards. */
export function containerStep(name: string, piece: Piece): FreeStep {
  const { part, settings, parent } = piece
  return {
    name,
    for: piece.for,
    repeat: 'freely',
    async run(call, memory) {
      const parentId = parent === undefined ? undefined : idIn(memory, parent)
      if (parentId === '')
        return { is: 'refused', problem: 'network.no-link', words: 'Threads did not say where the part before is.' }
      const head = parent === undefined ? { ...headFields(part, settings), ...attachments(settings) } : {}
      const fields = fieldsOf({
        ...(await mediaFields(call, memory, piece)),
        text: part.text,
        ...head,
        quote_post_id: parent === undefined && settings.quote !== undefined ? idIn(memory, 'quote') : undefined,
        is_spoiler_media: flag(settings.hideMedia === true && part.media.length > 0),
        reply_to_id: parentId,
      })
      return make(call, memory, name, write('threads', fields))
    },
  }
}
