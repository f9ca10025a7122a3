/** What goes into the containers, form by form. */
import type { Call, Channel, Frozen, Memory, Rendition, Step } from '../interface.ts'
import { compact } from '../reply.ts'
import type { Obj } from '../reply.ts'
import { holderSteps, item, whole } from './adapter.container.ts'
import { limitStep, publishSteps } from './adapter.publish.ts'
import { idIn } from './adapter.wire.ts'
import { formOf } from './compose.forms.ts'
import type { Form } from './compose.forms.ts'
import type { Settings } from './compose.settings.ts'

const bare = (username: string): string => username.replace(/^@/, '')
const filled = <T>(list: readonly T[]): readonly T[] | undefined => (list.length > 0 ? list : undefined)
const yes = (flag: boolean | undefined): true | undefined => (flag === true ? true : undefined)

/** People tagged in one picture or film. */
const tagsIn = ({ tags = [] }: Settings, n: number) =>
  filled(
    tags
      .filter((tag) => (tag.item ?? 0) === n)
      .map(({ username, x, y }) => compact({ username: bare(username), x, y })),
  )
const altOf = ({ alt }: Rendition): string | undefined => (alt === '' ? undefined : alt)

/** What every whole post may have; children of a carousel may not. */
function common({ parts, settings }: Frozen<Settings>, form: Form): Obj {
  const { collaborators = [], sponsors = [], location, aiGenerated, paidPartnership } = settings
  const { text } = parts[0]
  const shown = form === 'story' || text === '' ? undefined : text
  return compact({
    caption: shown,
    location_id: location,
    collaborators: form === 'story' ? undefined : filled(collaborators.map(bare)),
    is_ai_generated: yes(aiGenerated),
    is_paid_partnership: yes(paidPartnership),
    branded_content_sponsor_ids: filled(sponsors),
  })
}

async function reel({ settings, files }: Frozen<Settings>, call: Call): Promise<Obj> {
  const { shareToFeed, coverSeconds, audioName, trial, audio } = settings
  const cover = files?.['cover']
  return compact({
    media_type: 'REELS',
    share_to_feed: shareToFeed ?? true,
    cover_url: cover ? await call.publicUrl(cover.id) : undefined,
    thumb_offset: cover || coverSeconds === undefined ? undefined : Math.round(coverSeconds * 1000),
    audio_name: audioName === '' ? undefined : audioName,
    trial_params: trial === undefined ? undefined : { graduation_strategy: trial },
    audio_configuration: audio
      ? compact({ audio_id: audio.id, audio_volume: audio.volume, video_volume: audio.videoVolume })
      : undefined,
    user_tags: tagsIn(settings, 0),
  })
}

/** The one container of everything but a carousel. */
async function single(frozen: Frozen<Settings>, form: Form, file: Rendition, call: Call): Promise<Obj> {
  const shared = common(frozen, form)
  if (form === 'reel') return { ...shared, ...(await reel(frozen, call)) }
  const people = compact({ user_tags: tagsIn(frozen.settings, 0) })
  if (form === 'story') return { ...shared, ...people, media_type: 'STORIES' }
  return { ...shared, ...people, ...compact({ alt_text: altOf(file) }) }
}

function child({ settings }: Frozen<Settings>, file: Rendition, n: number): Obj {
  if (file.kind === 'video') return { is_carousel_item: true, media_type: 'VIDEO' }
  return compact({ is_carousel_item: true, alt_text: altOf(file), user_tags: tagsIn(settings, n) })
}

/** Children may be made in any order; their parent only after all of them are ready. */
function carouselSteps(frozen: Frozen<Settings>, channel: Channel): readonly Step[] {
  const { media } = frozen.parts[0]
  const holders = media.map((_, n) => item(n))
  const parent = (_: Call, memory: Memory): Promise<Obj> =>
    Promise.resolve({
      ...common(frozen, 'carousel'),
      media_type: 'CAROUSEL',
      children: holders.map(({ container }) => idIn(memory, container)).join(','),
    })
  return [
    ...media.flatMap((file, n) => holderSteps(item(n), file, channel, () => Promise.resolve(child(frozen, file, n)))),
    ...holderSteps(whole, undefined, channel, parent),
  ]
}

export function plan(frozen: Frozen<Settings>, channel: Channel): readonly Step[] {
  const form = formOf(frozen)
  const [file] = frozen.parts[0].media
  const laid =
    form === 'carousel' || !file
      ? carouselSteps(frozen, channel)
      : holderSteps(whole, file, channel, (call) => single(frozen, form, file, call))
  return [limitStep(channel), ...laid, ...publishSteps(frozen, channel)]
}
