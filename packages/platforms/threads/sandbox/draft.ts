/** What a container says about its post: every check of sheet section 15, in its order. */
import { badParameter, missing, mustBe, noObject } from '../../sandbox/graph/errors.ts'
import type { Parameters } from '../../sandbox/graph/parameters.ts'
import { altText, carousel, container as life, links, replyControls, rules, topic } from '../rules.ts'
import { readGif, readLongText, readPoll, readSpoilers } from './attachments.ts'
import { need } from './call.ts'
import { named, noPermission } from './problems.ts'
import { alive, rootOf, type Caller, type Container, type Draft, type Kind, type Post, type State } from './state.ts'
import { linksIn, mentions, takeTopic, tooLong } from './text.ts'

export interface Asked {
  readonly kind: Kind
  readonly item: boolean
  readonly address: string | undefined
  readonly alt: string | undefined
  readonly children: readonly Container[]
  readonly draft: Draft
}

export const expired = (state: State, container: Container) =>
  state.world.now() >= container.at + life.hours * 3_600_000

/** Sent with a value: Meta's own sample sends the empty fields of its form along, and a JSON `null` is none either. */
const sent = (ask: Parameters, name: string) => (ask.value(name) ?? '') !== ''

function checkScopes(state: State, caller: Caller, ask: Parameters): void {
  if (!state.settings.advancedAccess && !caller.person.tester)
    throw noPermission('threads_content_publish without Advanced Access acts for testers only')
  if (sent(ask, 'reply_to_id') && state.settings.repliesNeedManage) need(caller, 'threads_manage_replies')
}

function addressOf(ask: Parameters, name: string): string {
  const address = ask.needed(name)
  if (!URL.canParse(address) || !/^https?:$/.test(new URL(address).protocol)) throw mustBe(name, 'a valid URI')
  return address
}

/** `c1,c2`, or a list. */
function childrenOf(state: State, caller: Caller, ask: Parameters): Container[] {
  const value = ask.value('children')
  const sent: unknown[] = Array.isArray(value) ? value : (ask.text('children') ?? '').split(',')
  const ids = sent.map((id) => String(id).trim()).filter(Boolean)
  if (ids.length === 0) throw missing('children')
  const [least, most] = carousel.items
  if (ids.length < least || ids.length > most)
    throw badParameter(`Param children must have between ${least} and ${most} items`)
  if (new Set(ids).size !== ids.length) throw badParameter('Param children must not have an item twice')
  return ids.map((id) => {
    const child = state.containers.get(id)
    if (!child?.item || child.owner !== caller.person || expired(state, child))
      throw badParameter(`Param children: ${id} is not a carousel item of this user`)
    return child
  })
}

const onTextOnly = ['link_attachment', 'poll_attachment', 'gif_attachment', 'text_attachment'] as const
const excluded: readonly (readonly [string, readonly string[]])[] = [
  ['poll_attachment', ['link_attachment', 'text_attachment', 'gif_attachment']],
  ['gif_attachment', ['link_attachment', 'text_attachment']],
]

function checkAttachments(ask: Parameters, kind: Kind): void {
  const there = onTextOnly.filter((name) => sent(ask, name))
  if (kind !== 'TEXT' && there[0] !== undefined) throw badParameter(`Param ${there[0]} is for posts of text only`)
  for (const [one, others] of excluded) {
    const other = others.find((name) => sent(ask, name))
    if (sent(ask, one) && other !== undefined) throw badParameter(`Params ${one} and ${other} exclude each other`)
  }
}

function readTopic(ask: Parameters): string | undefined {
  const tag = ask.text('topic_tag')
  if (tag === undefined) return undefined
  const [least, most] = topic.length
  const length = Array.from(tag).length
  if (length < least || length > most || topic.without.some((mark) => tag.includes(mark)))
    throw badParameter(`Param topic_tag must have ${least} to ${most} characters, without periods and ampersands`)
  return tag
}

function readCountries(caller: Caller, ask: Parameters): readonly string[] {
  const value = ask.value('allowlisted_country_codes')
  if (!sent(ask, 'allowlisted_country_codes')) return []
  const codes = (Array.isArray(value) ? value : (ask.text('allowlisted_country_codes') ?? '').split(',')).map(String)
  if (codes.some((code) => !/^[A-Z]{2}$/.test(code)))
    throw mustBe('allowlisted_country_codes', 'a list of ISO 3166-1 alpha-2 codes')
  if (!caller.person.geoGating) throw noPermission('this user is not eligible for geo-gating')
  return codes
}

function find(state: State, ask: Parameters, name: string): Post | undefined {
  const id = ask.text(name)
  if (id === undefined || id === '') return undefined
  const post = state.posts.get(id)
  if (!post || !alive(state, post)) throw noObject(id, 'POST')
  return post
}

/** Who may reply is said by the first post; nobody here follows anybody. */
function checkMayReply(caller: Caller, parent: Post): void {
  const { author, replyControl, text } = rootOf(parent)
  const may =
    author === caller.person ||
    replyControl === 'everyone' ||
    (replyControl === 'parent_post_author_only' && parent.author === caller.person) ||
    (replyControl === 'mentioned_only' && mentions(text, caller.person.handle))
  if (!may) throw noPermission('this user may not reply to this post')
}

function checkLength(ask: Parameters): string {
  const text = ask.text('text') ?? ''
  const { max } = rules.forms.text.text
  if (tooLong(text, max)) throw badParameter(`Param text must be at most ${max} characters`)
  return text
}

function checkLinks(state: State, ask: Parameters, text: string): string | undefined {
  const link = sent(ask, 'link_attachment') ? addressOf(ask, 'link_attachment') : undefined
  const long = ask.value('text_attachment')
  const inLong =
    typeof long === 'object' && long !== null && 'link_attachment_url' in long ? [long.link_attachment_url] : []
  const all = new Set([
    ...linksIn(text).map(({ address }) => address),
    ...(link === undefined ? [] : [link]),
    ...inLong,
  ])
  if (all.size > links.max) throw named(state, 'LINK_LIMIT_EXCEEDED', `A post may have at most ${links.max} links.`)
  if (link !== undefined && inLong.length > 0)
    throw badParameter('Params link_attachment and text_attachment.link_attachment_url exclude each other')
  return link
}

function readPlace(state: State, caller: Caller, ask: Parameters) {
  const id = ask.text('location_id')
  if (id === undefined || id === '') return undefined
  need(caller, 'threads_location_tagging')
  const place = state.places.get(id)
  if (!place) throw badParameter('Param location_id is not a known location')
  return place
}

function checkStory(state: State, caller: Caller, ask: Parameters): void {
  const wanted = [ask.flag('crossreshare_to_ig'), ask.flag('crossreshare_to_ig_dark_mode')]
  if (wanted.includes(true) && !caller.person.instagram)
    throw named(state, 'FEATURE_NOT_AVAILABLE', 'This feature needs a linked Instagram account.')
}

function requiredOf(state: State, caller: Caller, ask: Parameters, kind: Kind, item: boolean) {
  if (item && kind !== 'IMAGE' && kind !== 'VIDEO')
    throw badParameter('Param is_carousel_item is for images and videos')
  const children = kind === 'CAROUSEL' ? childrenOf(state, caller, ask) : []
  const address =
    kind === 'IMAGE' ? addressOf(ask, 'image_url') : kind === 'VIDEO' ? addressOf(ask, 'video_url') : undefined
  if (kind === 'TEXT' && !ask.text('text') && !onTextOnly.some((name) => sent(ask, name))) throw missing('text')
  return { children, address }
}

export function readDraft(state: State, caller: Caller, ask: Parameters): Asked {
  checkScopes(state, caller, ask)
  const kind = ask.oneOf('media_type', ['TEXT', 'IMAGE', 'VIDEO', 'CAROUSEL'] as const)
  if (!kind) throw missing('media_type')
  const item = ask.flag('is_carousel_item') ?? false
  const { children, address } = requiredOf(state, caller, ask, kind, item)
  const whole = checkLength(ask)
  const link = checkLinks(state, ask, whole)
  checkAttachments(ask, kind)
  const alt = kind === 'IMAGE' || kind === 'VIDEO' ? ask.text('alt_text') : undefined
  if (alt !== undefined && Array.from(alt).length > altText.max)
    throw badParameter(`Param alt_text must be at most ${altText.max} characters`)
  const tag = readTopic(ask)
  const ghost = ask.flag('is_ghost_post') ?? false
  if (ghost && kind !== 'TEXT') throw badParameter('Param is_ghost_post is for posts of text only')
  const { text, topic, cut } = tag === undefined ? takeTopic(whole) : { text: whole, topic: tag, cut: whole.length }
  const rest = {
    poll: readPoll(ask),
    gif: readGif(ask),
    longText: readLongText(ask),
    spoilers: readSpoilers(ask, whole).map((one) => (one.offset > cut ? { ...one, offset: one.offset - 1 } : one)),
    spoilerMedia: ask.flag('is_spoiler_media') ?? false,
    replyControl: (sent(ask, 'reply_control') ? ask.oneOf('reply_control', replyControls) : undefined) ?? 'everyone',
    approvals: ask.flag('enable_reply_approvals') ?? false,
    place: readPlace(state, caller, ask),
    countries: readCountries(caller, ask),
  }
  checkStory(state, caller, ask)
  const replyTo = find(state, ask, 'reply_to_id')
  if (replyTo) checkMayReply(caller, replyTo)
  const quotes = find(state, ask, 'quote_post_id')
  return { kind, item, address, alt, children, draft: { text, topic, link, replyTo, quotes, ghost, ...rest } }
}
