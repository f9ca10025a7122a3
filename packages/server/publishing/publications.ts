import type { z } from 'zod'
import type { Resolve, When } from '@posthorn/contract/schemas/posts.ts'
import { effective } from '@posthorn/domain/post/effective.ts'
import { mayMove, type State } from '@posthorn/domain/post/states.ts'
import { problem } from '@posthorn/domain/problems.ts'
import { sql, type Transaction } from 'kysely'
import type { Schema } from '../database/open.ts'
import type { Parts } from '../parts.ts'
import { blocking, readChannelsFor, readFilesOf, versionOf, type CheckedChannel } from '../posts/check.ts'
import { insertRun, refreshTime, replan, tell, type Planned } from '../posts/plan.store.ts'
import { checkContent, needPost } from '../posts/posts.ts'
import { timeFor } from '../posts/schedule.ts'
import { removeRemote } from './remove.ts'
import {
  confirmStep,
  forgetStep,
  move,
  readPublication,
  readSteps,
  readTimeline,
  type PublicationRow,
} from './publications.store.ts'
import { mayOf, showPublication, type Act, type PublicationView } from './publications.view.ts'
import { wakeLanes } from './wake.ts'

type PublicationParts = Pick<Parts, 'web' | 'platforms' | 'now' | 'jobs' | 'settings'>
type Trx = Transaction<Schema>
export interface Which {
  readonly workspaceId: string
  readonly personId: string
  readonly id: string
}

/** One publication: plan, timeline, evidence. */
export const getPublication = (parts: PublicationParts, workspaceId: string, id: string): Promise<PublicationView> =>
  parts.web.inWorkspace(workspaceId, (trx) => show(parts, trx, id))

/** Moves a publication that is not on its way to another time. */
export const reschedulePublication = (parts: PublicationParts, which: Which, when: z.output<typeof When>) =>
  change(parts, which, async (trx, row) => {
    if (row.state === 'failed' || row.state === 'cancelled') return runAgain(parts, trx, row, which, when)
    need(row, 'reschedule', 'scheduled')
    const planned = await plannedFor(parts, trx, row, which, when)
    if (!(await replan(trx, row.id, ['draft', 'scheduled', 'missed'], planned))) throw problem('post.already-out')
    await tell(trx, which.workspaceId, row.id, `person:${which.personId}`, 'moved', {
      zone: planned.zone,
      wallTime: planned.wallTime,
      dueAt: planned.dueAt.toISOString(),
    })
    await refreshTime(trx, row.postId)
    await wakeLanes(trx, [row.laneId], planned.dueAt)
    return row.id
  })

/** Keeps a publication from going out. Possible until its request is recorded; after that only its outcome counts. */
export const cancelPublication = (parts: PublicationParts, which: Which) =>
  change(parts, which, async (trx, row) => {
    if (row.state === 'cancelled') return row.id
    const may = mayOf(row, false)
    if (!may.includes('cancel') && !may.includes('skip'))
      throw problem(
        row.sendingStep !== null || row.state === 'unconfirmed' ? 'post.too-late-to-cancel' : 'post.already-out',
      )
    if (row.state === 'publishing') {
      await trx.updateTable('publication').set({ cancelAsked: parts.now() }).where('id', '=', row.id).execute()
      await tell(trx, which.workspaceId, row.id, `person:${which.personId}`, 'cancel_asked')
      await wakeLanes(trx, [row.laneId], parts.now())
      return row.id
    }
    if (row.liveAt !== null) {
      // What is out stays out: the person leaves the rest of it unsent, and the outcome says so.
      const evidence = {
        how: 'person',
        partial: true,
        at: parts.now().toISOString(),
        ...(row.permalink === null ? {} : { permalink: row.permalink }),
      }
      await move(trx, row.id, {
        state: 'published',
        wakeAt: 'never',
        set: { reason: null, endedAt: parts.now(), evidence },
      })
      await tell(trx, which.workspaceId, row.id, `person:${which.personId}`, 'resolved', { answer: 'leave' })
      return row.id
    }
    await move(trx, row.id, {
      state: 'cancelled',
      wakeAt: 'never',
      set: { reason: null, endedAt: parts.now(), sendingStep: null, intent: null },
    })
    await tell(trx, which.workspaceId, row.id, `person:${which.personId}`, 'cancelled')
    await refreshTime(trx, row.postId)
    return row.id
  })

/** A new run of what failed or was cancelled; or the rest of what is half out; or what was missed, now. */
export const retryPublication = (parts: PublicationParts, which: Which, when: z.output<typeof When> = { is: 'now' }) =>
  change(parts, which, async (trx, row) => {
    if (row.state === 'failed' || row.state === 'cancelled') return runAgain(parts, trx, row, which, when)
    if (row.state === 'missed' || row.state === 'scheduled' || row.state === 'draft') {
      const planned = await plannedFor(parts, trx, row, which, when)
      if (!(await replan(trx, row.id, ['missed', 'scheduled', 'draft'], planned))) throw problem('post.already-out')
      await wakeLanes(trx, [row.laneId], planned.dueAt)
    } else {
      need(row, 'retry', 'publishing')
      await forgetStep(trx, row.id, 'refused')
      await move(trx, row.id, {
        state: 'publishing',
        wakeAt: parts.now(),
        set: { problem: null, retries: 0, dueAt: row.liveAt === null ? parts.now() : row.dueAt },
      })
      await wakeLanes(trx, [row.laneId], parts.now())
    }
    await tell(trx, which.workspaceId, row.id, `person:${which.personId}`, 'retried')
    await refreshTime(trx, row.postId)
    return row.id
  })

/** Looks at the network once more, now. */
export const lookAgain = (parts: PublicationParts, which: Which) =>
  change(parts, which, async (trx, row) => {
    need(row, 'look', 'publishing')
    const state = row.state === 'unconfirmed' ? 'unconfirmed' : 'publishing'
    await move(trx, row.id, { state, wakeAt: parts.now(), set: { problem: null } })
    await tell(trx, which.workspaceId, row.id, `person:${which.personId}`, 'look_asked')
    await wakeLanes(trx, [row.laneId], parts.now())
    return row.id
  })

/**
 * What a person saw at the network. There: published on their word. Not there: one more look, then it is sent again.
 * Leave: stays as it is, nothing is sent.
 */
export const resolvePublication = (parts: PublicationParts, which: Which, answer: z.output<typeof Resolve>) =>
  change(parts, which, async (trx, row) => {
    need(row, 'resolve', 'published')
    await tell(trx, which.workspaceId, row.id, `person:${which.personId}`, 'resolved', answer)
    if (answer.answer === 'leave') return row.id
    if (answer.answer === 'not-there') {
      await move(trx, row.id, {
        state: 'publishing',
        wakeAt: parts.now(),
        set: { reason: 'person_absent', problem: null, dueAt: parts.now() },
      })
    } else {
      await isThere(parts, trx, row, which, answer.link)
    }
    await wakeLanes(trx, [row.laneId], parts.now())
    return row.id
  })

/** Asks the worker to delete it at the network; the timeline tells when it is gone. */
export const removePublication = (parts: PublicationParts, which: Which) =>
  change(parts, which, async (trx, row) => {
    need(row, 'remove', 'removed', canRemove(parts, row, await channelOf(trx, row)))
    await tell(trx, which.workspaceId, row.id, `person:${which.personId}`, 'removing')
    await parts.jobs.send(removeRemote, { workspaceId: which.workspaceId, publicationId: row.id }, { trx, key: row.id })
    return row.id
  })

async function isThere(
  parts: PublicationParts,
  trx: Trx,
  row: PublicationRow,
  which: Which,
  link: string | undefined,
): Promise<void> {
  const name = row.sendingStep
  if (name === null) throw problem('post.move-refused', { from: row.state, to: 'published' })
  const plan = row.plan ?? []
  const at = plan.findIndex((step) => step.name === name)
  const rest = plan.slice(at + 1)
  const isLast = !rest.some((step) => step.for === 'post')
  const permalink = link ?? null
  await confirmStep(trx, {
    workspaceId: which.workspaceId,
    publicationId: row.id,
    name,
    forWhat: plan[at]?.for ?? 'post',
    remoteId: null,
    permalink,
    sentAt: row.sentAt,
  })
  await move(trx, row.id, {
    state: isLast ? 'published' : 'publishing',
    wakeAt: rest.length > 0 ? parts.now() : 'never',
    set: {
      sendingStep: null,
      intent: null,
      problem: null,
      reason: null,
      looks: 0,
      ...(row.liveAt === null ? { liveAt: row.sentAt ?? parts.now() } : {}),
      ...(permalink !== null && row.permalink === null ? { permalink } : {}),
      ...(rest.length === 0 ? { endedAt: parts.now() } : {}),
      ...(isLast
        ? {
            evidence: {
              how: 'person',
              at: parts.now().toISOString(),
              by: which.personId,
              ...(permalink === null ? {} : { permalink }),
            },
          }
        : {}),
    },
  })
}

/** Runs a change on a publication whose lane and row are locked, and shows what is there then. */
async function change(
  parts: PublicationParts,
  which: Which,
  work: (trx: Trx, row: PublicationRow) => Promise<string>,
): Promise<PublicationView> {
  return parts.web.inWorkspace(which.workspaceId, async (trx) => {
    const row = await readPublication(trx, which.id, { lock: true })
    if (!row) throw problem('access.not-here')
    return show(parts, trx, await work(trx, row))
  })
}

const channelOf = async (trx: Trx, row: PublicationRow): Promise<CheckedChannel | undefined> =>
  (await readChannelsFor(trx, [row.channelId])).get(row.channelId)

/**
 * What a network can take down may depend on how the channel is connected; what is not known by an id cannot be taken
 * down from here.
 */
const canRemove = (parts: PublicationParts, row: PublicationRow, channel: CheckedChannel | undefined): boolean =>
  row.remoteId !== null && ((channel && parts.platforms[row.platform]?.limits(channel).can.remove) ?? false)

function need(row: PublicationRow, act: Act, to: State, removable = false): void {
  if (!mayOf(row, removable).includes(act))
    throw problem(mayMove(row.state, to) ? 'post.already-out' : 'post.move-refused', { from: row.state, to })
}

async function plannedFor(
  parts: PublicationParts,
  trx: Trx,
  row: PublicationRow,
  which: Which,
  when: z.output<typeof When>,
): Promise<Planned> {
  const channel = await channelOf(trx, row)
  if (!channel) throw problem('post.channel-foreign')
  if (channel.state === 'disconnected') throw problem('channel.disconnected')
  const workspace = await trx
    .selectFrom('workspace')
    .select('zone')
    .where('id', '=', which.workspaceId)
    .executeTakeFirstOrThrow()
  const post = await needPost(trx, row.postId)
  const versions = post.versions.filter(({ channelId }) => channelId === row.channelId)
  const wrong = blocking(await checkContent(parts, trx, which.workspaceId, { base: post.base, versions }))
  if (wrong.length > 0) throw problem('post.violations', {}, { details: wrong })
  return timeFor(trx, parts.now(), channel, when, workspace.zone)
}

/** "Try again" makes a new run; the one that failed stays in the log. */
async function runAgain(
  parts: PublicationParts,
  trx: Trx,
  row: PublicationRow,
  which: Which,
  when: z.output<typeof When>,
): Promise<string> {
  const planned = await plannedFor(parts, trx, row, which, when)
  const { run } = await trx
    .selectFrom('publication')
    .select(sql<number>`max(run)`.as('run'))
    .where('postId', '=', row.postId)
    .where('channelId', '=', row.channelId)
    .executeTakeFirstOrThrow()
  if (run !== row.run) throw problem('post.already-out')
  const { workspaceId, personId } = which
  const post = await needPost(trx, row.postId)
  const id = await insertRun(trx, {
    workspaceId,
    personId,
    postId: row.postId,
    channelId: row.channelId,
    laneId: row.laneId,
    run: run + 1,
    revision: post.revision,
    ...planned,
  })
  await tell(trx, workspaceId, id, `person:${personId}`, 'scheduled', {
    zone: planned.zone,
    wallTime: planned.wallTime,
    dueAt: planned.dueAt.toISOString(),
  })
  await refreshTime(trx, row.postId)
  await wakeLanes(trx, [row.laneId], planned.dueAt)
  return id
}

async function show(parts: PublicationParts, trx: Trx, id: string): Promise<PublicationView> {
  const row = await readPublication(trx, id)
  if (!row) throw problem('access.not-here')
  const platform = parts.platforms[row.platform]
  const post = await needPost(trx, row.postId)
  const own = post.versions.find(({ channelId }) => channelId === row.channelId)?.own
  const draft = own ? effective(post.base, own) : post.base
  const channel = await channelOf(trx, row)
  const settings = platform?.settings.safeParse(own?.settings ?? {})
  const promise =
    platform && channel && settings?.success
      ? platform.promise(row.frozen ?? versionOf(draft, settings.data, await readFilesOf(trx, [draft])), channel)
      : null
  return showPublication({
    row,
    draft,
    promise,
    steps: await readSteps(trx, id),
    timeline: await readTimeline(trx, id),
    canRemove: canRemove(parts, row, channel),
  })
}
