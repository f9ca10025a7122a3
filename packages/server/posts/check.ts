import type { z } from 'zod'
import type { Check } from '@posthorn/contract/schemas/posts.ts'
import type { Rendition } from '@posthorn/domain/media/media.ts'
import { assetsOf, effective, type Draft, type OwnDraft } from '@posthorn/domain/post/effective.ts'
import { advice, sentence, type ProblemDetail } from '@posthorn/domain/problems.ts'
import type { Channel, Platform, Version, Violation } from '@posthorn/platforms/interface'
import { withoutAddress } from '../media/address.ts'
import { renditionsOf } from '../publishing/renditions.store.ts'
import type { Transaction } from 'kysely'
import type { Schema } from '../database/open.ts'

export type CheckRow = z.output<typeof Check>

export interface CheckedChannel extends Channel {
  readonly platform: string
  readonly network: 'sandbox' | 'real'
  readonly state: 'connected' | 'reconnect' | 'disconnected'
  readonly zone: string
  readonly laneId: number
}

/** The channels of a workspace by id, as adapters know them; ids of others are missing. */
export async function readChannelsFor(
  trx: Transaction<Schema>,
  ids: readonly string[],
): Promise<Map<string, CheckedChannel>> {
  if (ids.length === 0) return new Map()
  const rows = await trx
    .selectFrom('channel')
    .select([
      'id',
      'platform',
      'network',
      'remoteId',
      'kind',
      'via',
      'handle',
      'host',
      'facts',
      'state',
      'zone',
      'laneId',
    ])
    .where('id', 'in', [...ids])
    .execute()
  return new Map(
    rows.map(({ host, facts, ...row }): [string, CheckedChannel] => [
      row.id,
      { ...row, facts: facts as Channel['facts'], ...(host === null ? {} : { host }) },
    ]),
  )
}

/** The files of drafts as adapters see them. */
export const readFilesOf = (trx: Transaction<Schema>, drafts: readonly Draft[]): Promise<Map<string, Rendition>> =>
  renditionsOf(trx, [...new Set(drafts.flatMap(assetsOf))])

/** The version that a channel would publish, with its files in place. */
export function versionOf(draft: Draft, settings: object, files: ReadonlyMap<string, Rendition>): Version {
  const used = ({ assetId, alt }: { assetId: string; alt?: string | undefined }): Rendition[] => {
    const file = files.get(assetId)
    return file ? [{ ...file, alt: alt ?? file.alt }] : []
  }
  const [first = { text: '', media: [] }, ...rest] = draft.parts.map(({ text, media }) => ({
    text,
    media: media.flatMap(used),
  }))
  const named = Object.entries(draft.files).flatMap(([name, media]) => used(media).map((file) => [name, file] as const))
  return {
    parts: [first, ...rest],
    settings,
    ...(draft.firstComment === null ? {} : { firstComment: draft.firstComment }),
    ...(named.length > 0 ? { files: Object.fromEntries(named) } : {}),
  }
}

/** What is wrong with, promised for and charged for one channel's version. */
export function checkVersion(
  platform: Platform,
  channel: CheckedChannel,
  {
    base,
    own,
    files,
    priceCap,
    mediaUrl,
  }: {
    base: Draft
    own: OwnDraft
    files: ReadonlyMap<string, Rendition>
    priceCap: number | null
    /** Where real networks would fetch files of ours. */
    mediaUrl: string
  },
): CheckRow {
  const draft = effective(base, own)
  const foreign = assetsOf(draft).filter((id) => !files.has(id))
  const settings = platform.settings.safeParse(own.settings)
  if (!settings.success) {
    const findings = settings.error.issues.map((issue) =>
      finding(channel.id, {
        problem: 'post.setting',
        field: ['settings', ...issue.path].join('.'),
        blocks: true,
        values: { setting: issue.path.join('.') || 'settings', why: issue.message },
      }),
    )
    return { channelId: channel.id, form: null, findings, promise: null, price: null }
  }
  const version = versionOf(draft, settings.data, files)
  const price = platform.price?.(version) ?? null
  const overCap = price !== null && priceCap !== null && price > priceCap
  const violations: Violation[] = [
    ...foreign.map((id): Violation => ({
      problem: 'post.asset-foreign',
      field: 'media',
      blocks: true,
      values: { id },
    })),
    ...platform.validate(version, channel),
    ...(channel.network === 'real' ? withoutAddress(platform.limits(channel), version, mediaUrl) : []),
    ...(overCap
      ? [{ problem: 'post.price-cap', blocks: true, values: { price: price.toFixed(3), cap: priceCap.toFixed(3) } }]
      : []),
  ]
  return {
    channelId: channel.id,
    form: platform.form(version),
    findings: violations.map((violation) => finding(channel.id, violation)),
    promise: platform.promise(version, channel),
    price,
  }
}

function finding(channelId: string, { problem, values = {}, ...where }: Violation): CheckRow['findings'][number] {
  const todo = advice(problem, values)
  return {
    channelId,
    code: problem,
    says: sentence(problem, values),
    ...(todo === undefined ? {} : { todo }),
    values: { ...values },
    ...where,
  }
}

/** Findings that block, as details of the problem that refuses a schedule. */
export const blocking = (checks: readonly CheckRow[]): ProblemDetail[] =>
  checks.flatMap(({ channelId, findings }) =>
    findings
      .filter((one) => one.blocks)
      .map(({ code, says, todo, field, part, values }) => ({
        code,
        says,
        blocks: true,
        field: [
          `versions.${channelId}`,
          ...(part === undefined ? [] : [`parts.${part}`]),
          ...(field === undefined ? [] : [field]),
        ].join('.'),
        ...(todo === undefined ? {} : { todo }),
        values: { ...values, channelId },
      })),
  )
