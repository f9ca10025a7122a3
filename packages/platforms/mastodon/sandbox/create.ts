/** Making, changing and deleting posts. */
import type { Visit } from '../../sandbox/ledger.ts'
import { Answered } from '../../sandbox/answered.ts'
import { idempotency } from '../rules.ts'
import * as draft from './draft.ts'
import { notAllowed, notFound, unprocessable } from './errors.ts'
import { countPublished, publishHeaders, tooMany } from './limits.ts'
import { attachable, readDescription, readFocus, release } from './media.ts'
import { isForLater, schedule } from './schedule.ts'
import {
  atLeast,
  shelfOf,
  type Caller,
  type Content,
  type Media,
  type Mutable,
  type Scheduled,
  type State,
  type Status,
} from './state.ts'
import { alive, seen, visibleTo } from './view.ts'

/** The post a reply belongs under, or 404. The server knows its own posts at once, even while reading lags. */
function parentOf(state: State, { account }: Caller, id: string | undefined): Status | undefined {
  if (id === undefined || id === '') return undefined
  const parent = state.statuses.get(id)
  if (!parent || !alive(parent) || !visibleTo(state, parent, account))
    throw notFound('The post you are trying to reply to does not appear to exist.')
  return parent
}

function quotedBy(state: State, { account }: Caller, id: string | undefined): Status | undefined {
  if (id === undefined || id === '' || !atLeast(state, 4, 5)) return undefined
  const quoted = state.statuses.get(id)
  if (!quoted || !seen(state, quoted) || !visibleTo(state, quoted, account)) throw notFound()
  const closed = quoted.quotePolicy !== 'public' || quoted.visibility === 'private' || quoted.visibility === 'direct'
  if (quoted.author !== account && closed) throw notAllowed()
  return quoted
}

/** The files asked for. A poll leaves no room for any. */
function filesOf(state: State, { account }: Caller, ask: draft.Create): readonly Media[] {
  const ids = ask.media_ids ?? []
  if (ids.length > 0 && ask.poll)
    throw unprocessable(`Cannot attach more than ${state.settings.maxMediaAttachments} files`)
  return attachable(state, account, ids)
}

function readContent(state: State, caller: Caller, ask: draft.Create): Content {
  const media = filesOf(state, caller, ask)
  const words = draft.readText(ask)
  draft.checkText(state, words, media)
  const { account } = caller
  return {
    ...words,
    sensitive: (ask.sensitive ?? account.sensitive) || (ask.spoiler_text ?? '') !== '',
    language: draft.readLanguage(ask.language, account.language),
    media,
    poll: ask.poll && draft.readPoll(state, ask.poll),
  }
}

/** The post that was made with this key, if the server still remembers it: it does not look at the body again. */
function repeated(state: State, { account }: Caller, key: string | undefined): Status | Scheduled | undefined {
  if (key === undefined || key === '' || !state.settings.idempotency) return undefined
  const known = state.idempotent.get(`${account.id} ${key}`)
  if (!known || known.until <= state.world.now()) return undefined
  const found = state.statuses.get(known.id) ?? state.scheduled.get(known.id)
  if (!found || ('deleted' in found && found.deleted)) throw notFound()
  return found
}

function remember(state: State, { account }: Caller, key: string | undefined, id: string): void {
  if (key === undefined || key === '') return
  state.idempotent.set(`${account.id} ${key}`, { id, until: state.world.now() + idempotency.seconds * 1000 })
}

interface Made {
  readonly caller: Caller
  readonly content: Content
  readonly parent: Status | undefined
  readonly quoted: Status | undefined
  readonly visibility: Status['visibility']
  readonly quotePolicy: string
}

/** Everything was checked: the post exists from here on. */
function publish(state: State, visit: Visit, made: Made): Status {
  const { caller, content, parent, quoted } = made
  const { account } = caller
  const [id, now] = [state.nextId(), visit.at]
  const lag = state.world.fault(visit, 'readback_lag')
  const status: Mutable<Status> = {
    ...content,
    id,
    author: account,
    visibility: made.visibility,
    app: caller.grant.app,
    at: now,
    seenFrom: now + (lag ? (lag.seconds ?? 60) * 1000 : 0),
    parent,
    quoted,
    quotePolicy: made.quotePolicy,
    replies: [],
    quotes: [],
    versions: [{ ...content, at: now }],
    deleted: false,
  }
  for (const media of content.media) media.attachedTo = id
  parent?.replies.push(status)
  quoted?.quotes.push(status)
  state.statuses.set(id, status)
  const shelf = shelfOf(state, account)
  shelf.posts.push(status)
  shelf.alive += 1
  state.world.accept(visit, { ...entryOf(status), kind: parent ? 'reply' : 'post' })
  return status
}

const entryOf = (status: Status) => ({
  account: status.author.id,
  id: status.id,
  text: [status.spoiler, status.text].filter((text) => text !== '').join('\n'),
  media: status.media.map((one) => one.key),
})

export function create(
  state: State,
  visit: Visit,
  caller: Caller,
  ask: draft.Create,
  key: string | undefined,
): Status | Scheduled {
  const { account } = caller
  const before = repeated(state, caller, key)
  if (before) return before
  const made: Made = {
    caller,
    parent: parentOf(state, caller, ask.in_reply_to_id),
    quoted: quotedBy(state, caller, ask.quoted_status_id),
    visibility: draft.readVisibility(account, ask.visibility),
    quotePolicy: draft.readQuotePolicy(state, ask.quote_approval_policy),
    content: readContent(state, caller, ask),
  }
  if (countPublished(state, account.id).full) throw new Answered(tooMany(publishHeaders(state, account.id)))
  const answer = isForLater(state, ask.scheduled_at)
    ? schedule(state, visit, account, ask, made.content.media, (later) => void publish(state, later, made))
    : publish(state, visit, made)
  remember(state, caller, key, answer.id)
  return answer
}

/** A post of this account, or 404: nobody learns that somebody else's exists. */
export function own(state: State, { account }: Caller, id: string): Mutable<Status> {
  const status = state.statuses.get(id)
  if (!status || status.deleted || status.author !== account) throw notFound()
  return status
}

function changeFiles(state: State, caller: Caller, status: Status, ask: draft.Edit): readonly Media[] {
  const media = attachable(state, caller.account, ask.media_ids ?? [], status.media)
  if (media.length > 0 && ask.poll)
    throw unprocessable(`Cannot attach more than ${state.settings.maxMediaAttachments} files`)
  for (const change of ask.media_attributes ?? []) {
    const file = media.find((one) => one.id === change.id)
    if (file && change.description !== undefined) file.description = readDescription(change.description)
    if (file && change.focus !== undefined) file.focus = readFocus(change.focus)
  }
  return media
}

/** An edit says everything anew: files and a poll that it does not name are taken away. */
export function edit(state: State, visit: Visit, caller: Caller, id: string, ask: draft.Edit): Status {
  const status = own(state, caller, id)
  const media = changeFiles(state, caller, status, ask)
  const words = draft.readText(ask)
  draft.checkText(state, words, media)
  const content: Content = {
    ...words,
    sensitive: (ask.sensitive ?? status.sensitive) || words.spoiler !== '',
    language: draft.readLanguage(ask.language, status.language),
    media,
    poll: ask.poll && draft.readPoll(state, ask.poll, status.poll),
  }
  release(
    state,
    status.media.filter((file) => !media.includes(file)),
    false,
  )
  for (const file of media) file.attachedTo = status.id
  Object.assign(status, content)
  status.versions = [...status.versions, { ...content, at: state.world.now() }]
  state.world.accept(visit, { ...entryOf(status), kind: 'edit' })
  return status
}

/** The text comes back with the answer, so that a person can write it anew. */
export function remove(state: State, visit: Visit, caller: Caller, id: string, withMedia: boolean): Status {
  const status = own(state, caller, id)
  status.deleted = true
  shelfOf(state, status.author).alive -= 1
  release(state, status.media, withMedia)
  state.world.accept(visit, { kind: 'delete', account: caller.account.id, id, text: '', media: [] })
  return status
}
