/** Watching what TikTok took until it says how it ended, and for the public id, which comes after moderation. */
import type { Call, Channel, Frozen, FreeStep, Memory, Progress, Remote } from '../interface.ts'
import { at, num, obj, post, str } from '../reply.ts'
import type { Obj } from '../reply.ts'
import { usernameOf } from './adapter.creator.ts'
import { failedFor, type Restarts } from './adapter.errors.ts'
import { askStatus, dataOf, linked, paths, permalink, profile, publicIds } from './adapter.wire.ts'
import { form, isDraft, isPhotos, type Settings } from './settings.ts'

/** Seconds between questions, and how many of them: six times five seconds, to five minutes, to half an hour, to a day. */
const pace = [
  { seconds: 5, until: 6 },
  { seconds: 15, until: 24 },
  { seconds: 60, until: 49 },
  { seconds: 600, until: 190 },
] as const
export const pauseAfter = (asked: number): number | undefined => pace.find(({ until }) => asked < until)?.seconds
/** A minute and a half, in which moderation ends as a rule: then a finished post counts as out without its public id. */
const patienceForId = 10
/** After more than the hour that TikTok gives itself to fetch files, the fetching is called off and begun anew. */
const patienceForPull = 53

interface Watched {
  readonly frozen: Frozen<Settings>
  readonly channel: Channel
  readonly from: Restarts
}

const publishIdOf = (memory: Memory): string => str(at(memory.get('init'), 'publishId'))

async function askPublish(call: Call, memory: Memory): Promise<Obj> {
  return dataOf(await call.send(askStatus(publishIdOf(memory))))
}

export function statusStep(watched: Watched): FreeStep {
  const name = 'status'
  return {
    name,
    for: 'post',
    repeat: 'freely',
    async run(call, memory) {
      const found = str(at(memory.get('init'), 'postId'))
      // A look has found the post itself.
      if (found !== '') return { is: 'done', value: { id: found } }
      // A person has, where we could not: there is nothing to ask about.
      if (publishIdOf(memory) === '') return live(remoteFor(watched.frozen, usernameOf(memory, watched.channel), {}))
      const data = await askPublish(call, memory)
      const kept = obj(memory.get(name))
      switch (str(data['status'])) {
        case 'FAILED':
          return ended(str(data['fail_reason']), kept, watched.from)
        case 'PUBLISH_COMPLETE':
          return complete(watched, memory, data, kept)
        case 'SEND_TO_USER_INBOX':
          return live({ id: publishIdOf(memory), at: 'inbox' })
        default:
          return processing(call, memory, watched, kept)
      }
    },
  }
}

const live = (remote: Remote): Progress => ({ is: 'live', remote, value: { id: remote.id ?? '' } })

/** Cancelled by ourselves is no refusal: the files are offered again. */
const ended = (reason: string, kept: Obj, from: Restarts): Progress =>
  reason === 'publish_cancelled' && kept['cancelled'] === true
    ? { is: 'redo', from: from.media }
    : failedFor(reason, from)

function complete({ frozen, channel }: Watched, memory: Memory, data: Obj, kept: Obj): Progress {
  const remote = remoteFor(frozen, usernameOf(memory, channel), data)
  const isPublic = frozen.settings.privacy === 'PUBLIC_TO_EVERYONE'
  const waited = num(kept['complete'])
  const seconds = waited < patienceForId ? pauseAfter(waited) : undefined
  // Posts for few never get a public id; a draft was posted by the person, and how is not told.
  if (isDraft(form(frozen)) || !isPublic || remote.id !== undefined || seconds === undefined) return live(remote)
  return { is: 'wait', seconds, value: { ...kept, complete: waited + 1 } }
}

function remoteFor(frozen: Frozen<Settings>, username: string, data: Obj): Remote {
  const kind = form(frozen)
  const [id] = publicIds(data)
  if (id !== undefined)
    return { id, ...linked(permalink(username, isPhotos(kind) ? 'photo' : 'video', id)), at: 'public' }
  const page = linked(profile(username))
  if (isDraft(kind)) return { ...page, at: 'inbox' }
  return { ...page, at: frozen.settings.privacy === 'PUBLIC_TO_EVERYONE' ? 'public' : 'restricted' }
}

async function processing(call: Call, memory: Memory, { frozen }: Watched, kept: Obj): Promise<Progress> {
  const asked = num(kept['asked']) + 1
  const seconds = pauseAfter(asked)
  if (seconds === undefined)
    return { is: 'refused', problem: 'network.never-done', words: 'TikTok has been processing it for a day' }
  if (isPhotos(form(frozen)) && asked === patienceForPull) {
    // Whether that came in time shows the next answer about the status.
    await call.send(post(paths.cancel, { publish_id: publishIdOf(memory) }), [400])
    return { is: 'wait', seconds: 5, value: { ...kept, asked, cancelled: true } }
  }
  return { is: 'wait', seconds, value: { ...kept, asked } }
}

/** Nothing hurries any more: the questions begin a minute apart. */
const unhurried = 24

/** The post is out without an address of its own: moderation may take hours, and is waited for a day. */
export function linkStep({ frozen, channel }: Pick<Watched, 'frozen' | 'channel'>): FreeStep {
  const name = 'link'
  return {
    name,
    for: 'extra',
    repeat: 'freely',
    async run(call, memory) {
      if (str(at(memory.get('status'), 'id')) !== '' || publishIdOf(memory) === '') return { is: 'done', value: true }
      const asked = num(memory.get(name))
      const remote = remoteFor(frozen, usernameOf(memory, channel), await askPublish(call, memory))
      if (remote.id !== undefined) return live(remote)
      const seconds = pauseAfter(unhurried + asked)
      if (seconds !== undefined) return { is: 'wait', seconds, value: asked + 1 }
      return { is: 'refused', problem: 'network.no-link', words: 'TikTok told no id for a day' }
    },
  }
}
