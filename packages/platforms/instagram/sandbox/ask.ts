/** Reading a request for a container (sheet section 15, checks 4 to 8): what may stand beside what. */
import { badParameter, mustBe } from '../../sandbox/graph/errors.ts'
import type { Parameters } from '../../sandbox/graph/parameters.ts'
import { altText, collaborators as collaboratorRules, userTags } from '../rules.ts'
import type { Call } from './call.ts'
import { badPartnership, badPlace, notAllowed, refusal, required } from './problems.ts'
import { trackOf } from './audio.ts'
import type { Account, Content, Sound, Tag } from './state.ts'
import { captionFault, trimmed } from './text.ts'

/** Where the bytes come from. */
export type Source =
  | { readonly is: 'image'; readonly url: string }
  | { readonly is: 'video'; readonly url: string }
  | { readonly is: 'push' }
  | { readonly is: 'children'; readonly ids: readonly string[] }
/** What is to be made, and from what. */
export interface Kind {
  readonly child: boolean
  readonly form: Content['form']
  readonly source: Source
  readonly cover?: string | undefined
}

const kinds = ['REELS', 'STORIES', 'CAROUSEL', 'VIDEO']

/** `VIDEO` is for children of a carousel alone, and they are nothing else. */
function formOf(parameters: Parameters, child: boolean): Content['form'] {
  const kind = parameters.text('media_type')
  if (kind !== undefined && !kinds.includes(kind)) throw refusal(2207023, `The media type "${kind}" is not known.`)
  if ((kind === 'VIDEO') !== (child && kind !== undefined))
    throw refusal(2207023, kind === 'VIDEO' ? 'VIDEO is no longer supported: use REELS.' : 'Not for a carousel item.')
  switch (kind) {
    case 'REELS':
      return 'reel'
    case 'STORIES':
      return 'story'
    case 'CAROUSEL':
      return 'carousel'
    case 'VIDEO':
      return 'video'
    default:
      return 'image'
  }
}

const textList = (parameters: Parameters, name: string): string[] => {
  const value = parameters.value(name)
  if (value === undefined || value === '') return []
  const list: unknown[] = Array.isArray(value) ? value : typeof value === 'string' ? value.split(',') : [value]
  return list.map((one) => {
    if (typeof one !== 'string' && typeof one !== 'number') throw mustBe(name, 'a list of strings')
    return String(one).trim()
  })
}

/** Exactly one of them, and the one that belongs to the form. */
function sourceOf({ parameters, caller }: Call, form: Content['form']): Source {
  const [image, video, type] = ['image_url', 'video_url', 'upload_type'].map((name) => parameters.text(name))
  const children = textList(parameters, 'children')
  if (type !== undefined && type !== 'resumable') throw mustBe('upload_type', 'one of {resumable}')
  if (type !== undefined && caller.way === 'instagram') throw notAllowed('upload_type', 'this access token')
  const given = [image, video, type].filter((one) => one !== undefined).length + (children.length > 0 ? 1 : 0)
  if (form === 'carousel') {
    if (children.length === 0) throw required('children')
    if (given > 1) throw badParameter('A carousel takes children and no media of its own')
    return { is: 'children', ids: children }
  }
  if (children.length > 0) throw notAllowed('children', 'this media type')
  if (given > 1) throw badParameter('Only one of image_url, video_url and upload_type can be given')
  if (type !== undefined && form !== 'image') return { is: 'push' }
  if (video !== undefined && form === 'image') throw refusal(2207023, 'A video needs the media type REELS or STORIES.')
  if (video !== undefined) return { is: 'video', url: video }
  if (form === 'reel' || form === 'video') throw required('video_url')
  if (image === undefined) throw required('image_url')
  return { is: 'image', url: image }
}

function tagsOf(parameters: Parameters, form: Content['form'], film: boolean): Tag[] {
  const value = parameters.value('user_tags')
  if (value === undefined || value === '') return []
  if (form === 'carousel') throw notAllowed('user_tags', 'a carousel; tag people in its items')
  if (form === 'video') throw notAllowed('user_tags', 'a video of a carousel')
  if (!Array.isArray(value)) throw mustBe('user_tags', 'a list of {username, x, y}')
  if (value.length > userTags.max) throw refusal(2207040, `At most ${userTags.max} people can be tagged.`)
  return value.map((one: unknown) => {
    const { username, x, y } = (typeof one === 'object' ? (one ?? {}) : {}) as Record<string, unknown>
    if (typeof username !== 'string' || username === '') throw mustBe('user_tags', 'a list of {username, x, y}')
    const placed = x !== undefined || y !== undefined
    if (placed && film && form === 'reel') throw notAllowed('user_tags[x]', 'a reel')
    if (!placed && form === 'image') throw mustBe('user_tags', 'a list with x and y for images')
    if (!placed) return { username }
    const [across, down] = [Number(x), Number(y)]
    if (!(across >= 0 && across <= 1 && down >= 0 && down <= 1))
      throw mustBe('user_tags', 'placed with x and y from 0 to 1')
    return { username, x: across, y: down }
  })
}

/** What may not stand on a child, a story, a reel (check 7). */
function forbid({ parameters, caller }: Call, form: Content['form'], child: boolean): void {
  const never = (names: readonly string[], where: string) => {
    const found = names.find((name) => parameters.has(name))
    if (found !== undefined) throw notAllowed(found, where)
  }
  if (child) never(['caption', 'location_id', 'collaborators', 'is_ai_generated'], 'a carousel item')
  if (form === 'story') never(['collaborators'], 'stories')
  if (form !== 'image')
    never(['alt_text'], form === 'carousel' ? 'a carousel; describe its items' : 'videos and stories')
  if (form !== 'reel') never(['trial_params'], 'anything but reels')
  if (form !== 'reel') never(['audio_configuration'], 'anything but a single reel')
  if (caller.way === 'instagram')
    never(
      ['product_tags', 'is_paid_partnership', 'branded_content_sponsor_ids', 'audio_configuration'],
      'this access token',
    )
}

function captionOf(parameters: Parameters, form: Content['form']): string {
  const caption = trimmed(parameters.text('caption'))
  const fault = captionFault(caption)
  if (fault === 'too-long') throw refusal(2207010, 'The caption has to have at most 2200 characters.')
  if (fault === 'hashtags') throw badParameter('The caption has more than 30 hashtags')
  if (fault === 'mentions') throw refusal(2207040, 'The caption tags more than 20 people.')
  return form === 'story' ? '' : caption // stories show none
}

function partnershipOf(parameters: Parameters, account: Account) {
  const sponsors = textList(parameters, 'branded_content_sponsor_ids')
  if (sponsors.length > 2) throw badPartnership('at most 2 sponsors')
  if (sponsors.includes(account.id)) throw badPartnership('an account cannot sponsor itself')
  return parameters.flag('is_paid_partnership') === true || sponsors.length > 0 ? { sponsors } : undefined
}

function soundOf(parameters: Parameters): Sound | undefined {
  const value = parameters.value('audio_configuration')
  if (value === undefined) return undefined
  const { audio_id: id, audio_volume: volume = 1, video_volume: own = 1 } = (value ?? {}) as Record<string, unknown>
  const track = trackOf(String(id))
  const [over, under] = [Number(volume), Number(own)]
  if (!track || !(over >= 0 && over <= 1 && under >= 0 && under <= 1))
    throw mustBe('audio_configuration', '{audio_id, audio_volume, video_volume} of a known track')
  return { name: track.title, volume: over, videoVolume: under }
}

function trialOf(parameters: Parameters, account: Account): string | undefined {
  const value = parameters.value('trial_params')
  if (value === undefined) return undefined
  if (!account.trials) throw refusal(2207081)
  const { graduation_strategy: strategy } = (value ?? {}) as Record<string, unknown>
  if (strategy !== 'MANUAL' && strategy !== 'SS_PERFORMANCE')
    throw mustBe('trial_params[graduation_strategy]', 'one of {MANUAL, SS_PERFORMANCE}')
  return strategy
}

function collaboratorsOf(parameters: Parameters): string[] {
  const names = textList(parameters, 'collaborators')
  if (names.length > collaboratorRules.max) throw badParameter(`At most ${collaboratorRules.max} collaborators`)
  return names
}

function placeOf({ state, parameters }: Call) {
  const id = parameters.text('location_id')
  if (id === undefined || id === '') return undefined
  const page = state.pages.get(id)
  if (page?.located !== true) throw badPlace(id)
  return page
}

function altOf(parameters: Parameters): string | undefined {
  const text = parameters.text('alt_text')
  if (text !== undefined && text.length > altText.max)
    throw badParameter(`alt_text has at most ${altText.max} characters`)
  return text === '' ? undefined : text
}

/** Checks 4 and 5. */
export function readKind(call: Call): Kind {
  const { parameters } = call
  const child = parameters.flag('is_carousel_item') === true
  const form = formOf(parameters, child)
  const source = sourceOf(call, form)
  return { child, form, source, cover: form === 'reel' ? parameters.text('cover_url') : undefined }
}

/** Checks 7 and 8. */
export function readContent(call: Call, account: Account, { child, form, source }: Kind): Omit<Content, 'coverKey'> {
  const { parameters } = call
  forbid(call, form, child)
  if (parameters.has('product_tags')) throw refusal(2207037, 'This account has no shop.')
  const thumbMs = parameters.number('thumb_offset') ?? 0
  if (thumbMs < 0) throw refusal(2207057)
  return {
    form,
    caption: captionOf(parameters, form),
    altText: altOf(parameters),
    tags: tagsOf(parameters, form, source.is !== 'image'),
    collaborators: collaboratorsOf(parameters),
    place: placeOf(call),
    inFeed: parameters.flag('share_to_feed') !== false,
    madeWithAi: parameters.flag('is_ai_generated') === true,
    partnership: partnershipOf(parameters, account),
    audioName: form === 'reel' ? parameters.text('audio_name') : undefined,
    sound: soundOf(parameters),
    trial: trialOf(parameters, account),
    thumbMs,
  }
}
