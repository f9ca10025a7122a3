import type { z } from 'zod'
import type { writingRoutes } from '@posthorn/contract/routes.ts'
import type { SourceInput as SentSource } from '@posthorn/contract/schemas/writing.ts'
import { ProblemError } from '@posthorn/domain/problems.ts'
import { nothingOwn } from '@posthorn/domain/post/effective.ts'
import { IdKey, pageOf, readCursor } from '../http/cursor.ts'
import { openStream } from '../http/event-stream.ts'
import type { Handlers } from '../http/handler.ts'
import type { Parts } from '../parts.ts'
import { linkCard } from '../posts/link-card.ts'
import { changePost, createPost, loadPost } from '../posts/posts.ts'
import type { PostContent } from '../posts/posts.store.ts'
import { planFor } from './plan.ts'
import { isOver } from './run.ts'
import type { SourceInput } from './source.ts'
import { findSource } from './sources.store.ts'
import { performDraftRun, writingDeps } from './writing.jobs.ts'
import {
  acceptSuggestions,
  cancelRun,
  readEvents,
  readRun,
  readRuns,
  readSource,
  retryRun,
  startRun,
  type AcceptedVersion,
} from './writing.ts'
import { showRun, showSource, type RunView } from './writing.view.ts'

/** How often a stream looks for progress, in ms: what is written comes within a second. */
const lookMs = 250

const given = (source: z.output<typeof SentSource>): SourceInput => {
  switch (source.is) {
    case 'url':
      return { kind: 'url', url: source.url }
    case 'text':
      return { kind: 'text', text: source.text, ...(source.title === undefined ? {} : { title: source.title }) }
    case 'file':
      return { kind: 'file', name: source.name, type: source.type, bytes: Buffer.from(source.base64, 'base64') }
  }
}

export const writingHandlers = (parts: Parts): Handlers<typeof writingRoutes> => {
  const deps = writingDeps(parts, parts.web)
  const view = async (workspaceId: string, runId: string): Promise<RunView> => {
    const { run, suggestions } = await readRun(deps, { workspaceId, runId })
    const targets = new Map(
      (await deps.targets(workspaceId, run.channelIds)).map((target) => [target.channel.id, target]),
    )
    const sources = await parts.web.inWorkspace(workspaceId, async (trx) => {
      const found = []
      for (const id of run.sourceIds) found.push(await findSource(trx, id))
      return found.flatMap((source) => source ?? [])
    })
    const outline = { language: 'und', title: '', site: null, publishedAt: null, claims: [], brief: '' }
    const familyOf = (channelId: string) => {
      const target = targets.get(channelId)
      return target ? planFor(target, { outline, link: null, options: run.options, voice: run.voice }).family : 'short'
    }
    return showRun({ run, suggestions, sources, familyOf })
  }
  const perform = (workspaceId: string, runId: string) =>
    parts.jobs.send(performDraftRun, { workspaceId, runId }, { key: runId })

  return {
    'GET /api/v1/workspaces/{workspaceId}/writer': async () => {
      const { provider, model, baseUrl } = deps.settings
      return { provider, model: model ?? null, host: baseUrl === undefined ? null : new URL(baseUrl).host }
    },
    'GET /api/v1/workspaces/{workspaceId}/draft-runs': async ({ workspaceId, query: { cursor, limit } }) => {
      const before = readCursor(cursor, IdKey)?.[0]
      const runs = await readRuns(deps, { workspaceId, limit: limit + 1, ...(before === undefined ? {} : { before }) })
      const page = pageOf(
        runs,
        limit,
        ({ id }) => [id],
        ({ id }) => id,
      )
      return { next: page.next, items: await Promise.all(page.items.map((id) => view(workspaceId, id))) }
    },
    'POST /api/v1/workspaces/{workspaceId}/draft-runs': async ({ workspaceId, person, input }) => {
      const { sources, brief, channelIds, voiceId, language } = input
      const options = language === undefined ? {} : { language }
      const { id } = await startRun(deps, {
        workspaceId,
        sources: sources.map(given),
        brief,
        channelIds,
        options,
        by: person.id,
        ...(voiceId === undefined ? {} : { voiceId }),
      })
      await perform(workspaceId, id)
      return view(workspaceId, id)
    },
    'GET /api/v1/workspaces/{workspaceId}/draft-runs/{id}': ({ workspaceId, params }) => view(workspaceId, params.id),
    'GET /api/v1/workspaces/{workspaceId}/draft-runs/{id}/events': async ({ workspaceId, params, request }) => {
      await readRun(deps, { workspaceId, runId: params.id })
      let after = Number(request.headers.get('last-event-id') ?? 0)
      return openStream(request.signal, (send, end) => {
        let busy = false
        const look = async () => {
          if (busy) return
          busy = true
          for (const { seq, ...event } of await readEvents(deps, { workspaceId, runId: params.id, after })) {
            after = seq
            send(`id: ${seq}\nevent: ${event.kind}\ndata: ${JSON.stringify(event)}\n\n`)
            if (event.kind === 'run.done' && isOver(event.state)) return end()
          }
          busy = false
        }
        const timer = setInterval(() => void look().catch(end), lookMs)
        return () => clearInterval(timer)
      })
    },
    'POST /api/v1/workspaces/{workspaceId}/draft-runs/{id}/cancel': async ({ workspaceId, params }) => {
      await cancelRun(deps, { workspaceId, runId: params.id })
      return view(workspaceId, params.id)
    },
    'POST /api/v1/workspaces/{workspaceId}/draft-runs/{id}/retry': async ({ workspaceId, params, input }) => {
      const { channelIds, lead, instruction } = input
      await retryRun(deps, {
        workspaceId,
        runId: params.id,
        ...(channelIds ? { channelIds } : {}),
        ...(lead ? { lead: 'other' as const } : {}),
        ...(instruction === undefined ? {} : { instruction }),
      })
      await perform(workspaceId, params.id)
      return view(workspaceId, params.id)
    },
    'POST /api/v1/workspaces/{workspaceId}/draft-runs/{id}/accept': async ({ workspaceId, person, params, input }) => {
      const accepted = await acceptSuggestions(deps, {
        workspaceId,
        runId: params.id,
        suggestionIds: input.suggestionIds,
      })
      const files = await cardsOf(parts, workspaceId, person.id, accepted)
      if (input.postId === undefined) {
        return createPost(parts, workspaceId, person.id, asPost(accepted, params.id, files))
      }
      const open = await loadPost(parts, workspaceId, input.postId)
      return changePost(parts, workspaceId, open.id, open.revision, into(open, accepted, params.id, files))
    },
    'GET /api/v1/workspaces/{workspaceId}/sources/{id}': async ({ workspaceId, params }) =>
      showSource(await readSource(deps, { workspaceId, sourceId: params.id })),
  }
}

const fileOf = (assetId: string | undefined) => (assetId === undefined ? {} : { files: { card: { assetId } } })

const partsOf = ({ parts }: AcceptedVersion) => parts.map((text) => ({ text, media: [] }))

type Cards = ReadonlyMap<string, string>

/** Pictures of link cards, by suggestion. A page without one, or that does not answer now, leaves the card bare. */
async function cardsOf(
  parts: Parts,
  workspaceId: string,
  personId: string,
  accepted: readonly AcceptedVersion[],
): Promise<Cards> {
  const found = new Map<string, string>()
  for (const { suggestionId, link } of accepted) {
    if (link?.place !== 'card') continue
    const card = await linkCard(parts, workspaceId, personId, link.url).catch((error: unknown) => {
      if (error instanceof ProblemError) return undefined
      throw error
    })
    if (card?.imageAssetId) found.set(suggestionId, card.imageAssetId)
  }
  return found
}

const versionOf = (accepted: AcceptedVersion, cards: Cards): PostContent['versions'][number] => ({
  channelId: accepted.channelId,
  own: {
    ...nothingOwn,
    ...fileOf(cards.get(accepted.suggestionId)),
    parts: partsOf(accepted),
    firstComment: accepted.firstComment ?? null,
    settings: accepted.settings as Record<string, never>,
  },
})

/** Suggestions as a new draft: the first one's text stands for all, each channel keeps its own. */
const asPost = (accepted: readonly AcceptedVersion[], draftRunId: string, cards: Cards): PostContent => ({
  base: { parts: accepted[0] ? partsOf(accepted[0]) : [{ text: '', media: [] }], firstComment: null, files: {} },
  versions: accepted.map((one) => versionOf(one, cards)),
  latePolicy: null,
  lateWindowSeconds: null,
  draftRunId,
})

/** Suggestions into an open post: texts are replaced, its files and other channels stay. */
function into(post: PostContent, accepted: readonly AcceptedVersion[], draftRunId: string, cards: Cards): PostContent {
  const texts = new Map(accepted.map((one) => [one.channelId, versionOf(one, cards)]))
  const kept = post.versions.map((version) => {
    const found = texts.get(version.channelId)
    texts.delete(version.channelId)
    if (!found) return version
    const settings = { ...version.own.settings, ...found.own.settings }
    return {
      ...version,
      own: {
        ...version.own,
        parts: found.own.parts,
        files: found.own.files ?? version.own.files,
        firstComment: found.own.firstComment ?? version.own.firstComment,
        settings,
      },
    }
  })
  return { ...post, versions: [...kept, ...texts.values()], draftRunId }
}
