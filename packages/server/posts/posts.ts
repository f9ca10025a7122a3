import { effective } from '@posthorn/domain/post/effective.ts'
import { problem } from '@posthorn/domain/problems.ts'
import type { Transaction } from 'kysely'
import type { z } from 'zod'
import type { Checks, Post, PostInput } from '@posthorn/contract/schemas/posts.ts'
import type { Schema } from '../database/open.ts'
import type { Parts } from '../parts.ts'
import { lockLanes } from '../publishing/wake.ts'
import { readCards } from './cards.store.ts'
import { blocking, checkVersion, readChannelsFor, readFilesOf, type CheckRow } from './check.ts'
import {
  deletePost,
  insertPost,
  noteChange,
  readPost,
  updatePost,
  type PostContent,
  type PostRow,
} from './posts.store.ts'
import { lanesOfPost, leaveOut } from './plan.store.ts'
import { showPost } from './shape.ts'

export type PostParts = Pick<Parts, 'web' | 'platforms' | 'now' | 'jobs' | 'settings'>
type Trx = Transaction<Schema>
type PostView = z.output<typeof Post>

/** What a person sent, as it is stored. */
export const contentOf = (input: z.output<typeof PostInput>): PostContent => ({
  base: input.base,
  versions: input.versions.map(({ channelId, ...own }) => ({ channelId, own })),
  latePolicy: input.latePolicy,
  lateWindowSeconds: input.lateWindowSeconds,
  draftRunId: input.draftRunId,
})

/** Makes a draft. Throws post.channel-foreign, post.asset-foreign. */
export const createPost = (
  parts: PostParts,
  workspaceId: string,
  personId: string,
  content: PostContent,
): Promise<PostView> =>
  parts.web.inWorkspace(workspaceId, async (trx) => {
    await refuseForeign(trx, content)
    const id = await insertPost(trx, workspaceId, personId, content)
    await noteChange(trx, workspaceId, 'post', id)
    return show(trx, workspaceId, id)
  })

/**
 * Changes a post that was read at `revision`. What is planned must stay publishable; planned publications on
 * channels that were taken out are cancelled. Throws request.revision-conflict, post.violations.
 */
export const changePost = (
  parts: PostParts,
  workspaceId: string,
  id: string,
  revision: number,
  content: PostContent,
): Promise<PostView> =>
  parts.web.inWorkspace(workspaceId, async (trx) => {
    await refuseForeign(trx, content)
    const planned = await lanesOfPost(trx, id)
    await lockLanes(
      trx,
      planned.map(({ laneId }) => laneId),
    )
    if (!(await updatePost(trx, workspaceId, id, revision, content))) await conflict(trx, id)
    const kept = content.versions.filter(({ channelId }) => planned.some((one) => one.channelId === channelId))
    const checks = await checkContent(parts, trx, workspaceId, { ...content, versions: kept })
    const wrong = blocking(checks)
    if (wrong.length > 0) throw problem('post.violations', {}, { details: wrong })
    await leaveOut(
      trx,
      id,
      content.versions.map(({ channelId }) => channelId),
    )
    await noteChange(trx, workspaceId, 'post', id)
    return show(trx, workspaceId, id)
  })

export const getPost = (parts: PostParts, workspaceId: string, id: string): Promise<PostView> =>
  parts.web.inWorkspace(workspaceId, (trx) => show(trx, workspaceId, id))

/** A post as it is stored, for whoever changes it. */
export const loadPost = (parts: PostParts, workspaceId: string, id: string): Promise<PostRow> =>
  parts.web.inWorkspace(workspaceId, (trx) => needPost(trx, id))

/** Deletes a post of which nothing is out or on its way; what is planned is cancelled. */
export const removePost = (parts: PostParts, workspaceId: string, id: string, revision: number): Promise<void> =>
  parts.web.inWorkspace(workspaceId, async (trx) => {
    const planned = await lanesOfPost(trx, id)
    await lockLanes(
      trx,
      planned.map(({ laneId }) => laneId),
    )
    const cards = await readCards(trx, workspaceId, { post: id, limit: 500 })
    const busy = ['publishing', 'waiting', 'unconfirmed', 'needs_you', 'published', 'handed_over']
    if (cards.some((card) => busy.includes(card.state))) throw problem('post.already-out')
    if (!(await deletePost(trx, id, revision))) await conflict(trx, id)
    await leaveOut(trx, id, [])
    await noteChange(trx, workspaceId, 'post', id)
  })

/**
 * A new draft with the same content. Where a network demands that a person agrees to each post, its settings stay
 * behind: they are chosen for each post anew.
 */
export const duplicatePost = (parts: PostParts, workspaceId: string, personId: string, id: string): Promise<PostView> =>
  parts.web.inWorkspace(workspaceId, async (trx) => {
    const post = await needPost(trx, id)
    const channels = await readChannelsFor(
      trx,
      post.versions.map(({ channelId }) => channelId),
    )
    const isAgreedTo = (channelId: string): boolean =>
      parts.platforms[channels.get(channelId)?.platform ?? '']?.consent !== undefined
    const versions = post.versions.map(({ channelId, own }) =>
      isAgreedTo(channelId) ? { channelId, own: { ...own, settings: {} } } : { channelId, own },
    )
    const copy = await insertPost(trx, workspaceId, personId, { ...post, versions, draftRunId: null })
    await noteChange(trx, workspaceId, 'post', copy)
    return show(trx, workspaceId, copy)
  })

/** Findings, promise and price of each version; nothing is stored. */
export const checkPost = (
  parts: PostParts,
  workspaceId: string,
  content: PostContent | string,
): Promise<z.output<typeof Checks>> =>
  parts.web.inWorkspace(workspaceId, async (trx) => {
    const checks = await checkContent(
      parts,
      trx,
      workspaceId,
      typeof content === 'string' ? await needPost(trx, content) : content,
    )
    return { checks, price: checks.reduce((sum, check) => sum + (check.price ?? 0), 0) }
  })

export async function checkContent(
  parts: PostParts,
  trx: Trx,
  workspaceId: string,
  { base, versions }: Pick<PostContent, 'base' | 'versions'>,
): Promise<CheckRow[]> {
  const channels = await readChannelsFor(
    trx,
    versions.map(({ channelId }) => channelId),
  )
  const files = await readFilesOf(trx, [base, ...versions.map(({ own }) => effective(base, own))])
  const workspace = await trx
    .selectFrom('workspace')
    .select('priceCap')
    .where('id', '=', workspaceId)
    .executeTakeFirst()
  const priceCap = workspace?.priceCap == null ? null : Number(workspace.priceCap)
  return versions.map(({ channelId, own }) => {
    const channel = channels.get(channelId)
    const platform = channel && parts.platforms[channel.platform]
    if (!channel || !platform) throw problem('post.channel-foreign', {}, { field: `versions.${channelId}` })
    return checkVersion(platform, channel, { base, own, files, priceCap, mediaUrl: parts.settings.mediaUrl })
  })
}

/** The post, or 404 as for one that never was. */
export async function needPost(trx: Trx, id: string, options?: { lock?: boolean }): Promise<PostRow> {
  const post = await readPost(trx, id, options)
  if (!post) throw problem('access.not-here')
  return post
}

export async function show(trx: Trx, workspaceId: string, id: string): Promise<PostView> {
  return showPost(await needPost(trx, id), await readCards(trx, workspaceId, { post: id, limit: 500 }))
}

async function conflict(trx: Trx, id: string): Promise<never> {
  await needPost(trx, id)
  throw problem('request.revision-conflict')
}

/** Channels and files must be the workspace's own; the database would refuse them too. */
async function refuseForeign(trx: Trx, { base, versions }: PostContent): Promise<void> {
  const ids = versions.map(({ channelId }) => channelId)
  const repeated = ids.find((id, n) => ids.indexOf(id) !== n)
  if (repeated) throw problem('request.invalid', {}, { field: `versions.${ids.lastIndexOf(repeated)}.channelId` })
  const channels = await readChannelsFor(trx, ids)
  const foreign = ids.findIndex((id) => !channels.has(id))
  if (foreign >= 0) throw problem('post.channel-foreign', {}, { field: `versions.${foreign}.channelId` })
  const drafts = [base, ...versions.map(({ own }) => effective(base, own))]
  const files = await readFilesOf(trx, drafts)
  const strange = drafts
    .flatMap((draft) => [...draft.parts.flatMap((part) => part.media), ...Object.values(draft.files)])
    .find(({ assetId }) => !files.has(assetId))
  if (strange) throw problem('post.asset-foreign', {}, { field: 'media' })
}
