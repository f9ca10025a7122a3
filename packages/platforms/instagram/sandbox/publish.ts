/** Containers are made (sheet sections 6, 7), and each is published once. */
import { badParameter, refuse } from '../../sandbox/graph/errors.ts'
import { apiVersion, carousel } from '../rules.ts'
import { readContent, readKind, type Kind } from './ask.ts'
import { demandPublishing, type Call } from './call.ts'
import { statusOf } from './container.ts'
import { fetchFilm, fetchPicture, pictureLoad, spoil } from './load.ts'
import { refusal, required } from './problems.ts'
import { daySeconds, type Account, type Container, type Load, type Media, type State } from './state.ts'

/** How many of a list, oldest first, are younger than so many seconds. */
function younger(list: readonly { readonly at: number }[], seconds: number, now: number): number {
  let count = 0
  for (let index = list.length - 1; index >= 0; index--) {
    const one = list[index]
    if (!one || one.at <= now - seconds * 1000) break
    count += 1
  }
  return count
}
export const usedQuota = (state: State, account: Account, seconds = daySeconds) =>
  younger(account.media, seconds, state.world.now())

function countContainers({ state }: Call, account: Account): void {
  const { containersTotal, containersCode: code, containersSubcode: subcode } = state.settings
  if (younger(account.containers, daySeconds, state.world.now()) >= containersTotal)
    throw refuse(code, 'Application request limit reached', { subcode })
}

/** The items of a carousel (check 6): own, unpublished, unexpired, made as such, and ready. */
function childrenOf({ state }: Call, account: Account, ids: readonly string[]): Container[] {
  const [least, most] = carousel.items
  if (ids.length < least || ids.length > most) throw refusal(2207028)
  return ids.map((id) => {
    const child = state.containers.get(id)
    if (!child?.child || child.account !== account) throw refusal(2207008)
    const status = statusOf(state, child)
    if (status === 'IN_PROGRESS') throw refusal(2207027, 'An item of the carousel is not ready.')
    if (status !== 'FINISHED') throw refusal(2207008)
    return child
  })
}

/** What is loaded before the answer, and what the container has to wait for. */
async function firstLoad(
  { state, visit }: Call,
  { source, form, cover }: Kind,
): Promise<{ load: Load; coverKey?: string | undefined }> {
  switch (source.is) {
    case 'children':
      return { load: { bytes: 0, at: state.world.now(), seconds: 0 } }
    case 'image': {
      const picture = await fetchPicture(state, source.url, form === 'story')
      return { load: pictureLoad(state, picture, spoil(state, visit)) }
    }
    default:
      return {
        load: { bytes: 0, seconds: 0 },
        coverKey: cover === undefined ? undefined : (await fetchPicture(state, cover, true)).key,
      }
  }
}

/** A film is answered for at once; what is wrong with it the container tells later. */
export async function createContainer(call: Call, account: Account): Promise<Record<string, string>> {
  const { state, visit } = call
  demandPublishing(call, account)
  countContainers(call, account)
  const kind = readKind(call)
  const { source, child } = kind
  const children = source.is === 'children' ? childrenOf(call, account, source.ids) : []
  const content = readContent(call, account, kind)
  const { load, coverKey } = await firstLoad(call, kind)
  const container: Container = {
    id: state.nextId(),
    account,
    at: state.world.now(),
    child,
    content: { ...content, coverKey },
    children,
    pushed: source.is === 'push',
    load,
  }
  state.containers.set(container.id, container)
  account.containers.push(container)
  if (source.is === 'video') void fetchFilm(state, container, source.url, spoil(state, visit))
  if (source.is !== 'push') return { id: container.id }
  return { id: container.id, uri: `https://rupload.facebook.com/ig-api-upload/${apiVersion.value}/${container.id}` }
}

function publishable(call: Call, account: Account): Container {
  const { state, parameters } = call
  const id = parameters.text('creation_id')
  if (id === undefined || id === '') throw required('creation_id')
  const container = state.containers.get(id)
  if (!container || container.account !== account) throw refusal(2207008)
  switch (statusOf(state, container)) {
    case 'EXPIRED':
    case 'PUBLISHED':
      throw refusal(2207008)
    case 'IN_PROGRESS':
    case 'ERROR':
      throw refusal(2207027, 'The media is not ready to be published. Wait a moment.')
    case 'FINISHED':
      if (container.child) throw badParameter('A carousel item cannot be published on its own')
      return container
  }
}

export function publish(call: Call, account: Account): Media {
  const { state, visit, caller } = call
  demandPublishing(call, account)
  const container = publishable(call, account)
  if (usedQuota(state, account) >= state.settings.quotaTotal)
    throw refusal(2207042, `Only ${state.settings.quotaTotal} posts can be published in 24 hours.`)
  if (account.restricted) throw refusal(2207050, 'Open the Instagram app and complete what it asks.')
  const now = state.world.now()
  const hidden = state.world.fault(visit, 'readback_lag')?.seconds
  const media: Media = {
    id: state.nextId(),
    shortcode: `D${state.world.chance.text(10)}`,
    account,
    container,
    at: now,
    listedFrom: now + (hidden ?? state.settings.readbackSeconds) * 1000,
    seenFrom: now + (hidden ?? 0) * 1000,
    children: container.children.map((child) => ({ id: state.nextId(), container: child })),
    comments: [],
    commentsOff: false,
    deleted: false,
  }
  container.media = media
  for (const child of container.children) child.media = media
  remember(state, media)
  const { publishesPerHour } = state.settings
  if (publishesPerHour > 0 && usedQuota(state, account, 3600) >= publishesPerHour) state.ended.set(caller.grant, 460)
  return media
}

function remember(state: State, media: Media): void {
  state.media.set(media.id, media)
  state.byShortcode.set(media.shortcode, media)
  for (const { id } of media.children) state.childMedia.set(id, media)
  media.account.media.push(media)
}

/** The files followers see, by their keys. */
export const filesOf = ({ load, children }: Container): string[] =>
  (children.length === 0 ? [load] : children.map((child) => child.load)).flatMap(({ key }) => key ?? [])

/** The one line the ledger gets for it. */
export function accept({ state, visit }: Call, media: Media): void {
  const { account, container } = media
  state.world.accept(visit, {
    kind: 'post',
    account: account.id,
    id: media.id,
    text: container.content.caption,
    media: filesOf(container),
  })
}
