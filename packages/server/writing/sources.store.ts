/** The SQL of sources: given by a person, read once, never changed. */
import { createHash } from 'node:crypto'
import { sql } from 'kysely'
import type { Note } from './run.ts'
import type { Source, SourceInput } from './source.ts'
import { data, type Trx } from './writing.store.ts'

export async function insertSource(trx: Trx, workspaceId: string, input: SourceInput): Promise<string> {
  const { bytes, ...given } = input.kind === 'file' ? input : { ...input, bytes: undefined }
  const { id } = await trx
    .insertInto('source')
    .values({
      workspaceId,
      kind: input.kind,
      given: data(given),
      givenBytes: bytes === undefined ? null : Buffer.from(bytes),
      givenUrl: input.kind === 'url' ? input.url : null,
    })
    .returning('id')
    .executeTakeFirstOrThrow()
  return id
}

export type StoredSource =
  | { readonly id: string; readonly state: 'waiting'; readonly input: SourceInput }
  | { readonly id: string; readonly state: 'failed'; readonly problem: Note }
  | { readonly id: string; readonly state: 'read'; readonly source: Source }

export async function findSource(trx: Trx, id: string): Promise<StoredSource | undefined> {
  const row = await trx.selectFrom('source').selectAll().where('id', '=', id).executeTakeFirst()
  if (row === undefined) return undefined
  if (row.state === 'failed') return { id, state: 'failed', problem: row.problem as unknown as Note }
  if (row.state === 'waiting') {
    const given = row.given as unknown as SourceInput
    return {
      id,
      state: 'waiting',
      input: given.kind === 'file' ? { ...given, bytes: new Uint8Array(row.givenBytes ?? Buffer.alloc(0)) } : given,
    }
  }
  const { givenUrl, finalUrl, canonicalUrl, title, site, byline, text, access, robots, licence } = row
  return {
    id,
    state: 'read',
    source: {
      kind: row.kind === 'file' ? 'text' : row.kind,
      givenUrl,
      finalUrl,
      canonicalUrl,
      title,
      site,
      byline,
      text,
      access,
      robots,
      licence,
      publishedAt: row.publishedAt?.toISOString() ?? null,
      modifiedAt: row.modifiedAt?.toISOString() ?? null,
      language: row.language as unknown as Source['language'],
      blocks: row.blocks as unknown as Source['blocks'],
      og: row.og as unknown as Source['og'],
      warnings: row.warnings as unknown as Source['warnings'],
    },
  }
}

/** A source is written once: what another pass read first stays. What was given is not kept beside what was read. */
export async function saveSource(trx: Trx, id: string, source: Source): Promise<void> {
  const { language, blocks, og, warnings, publishedAt, modifiedAt, ...plain } = source
  await trx
    .updateTable('source')
    .set({
      ...plain,
      state: 'read',
      publishedAt,
      modifiedAt,
      language: data(language),
      blocks: data(blocks),
      og: data(og),
      warnings: data(warnings),
      textSha256: createHash('sha256').update(source.text).digest(),
      given: data({ kind: source.kind }),
      givenBytes: null,
      fetchedAt: sql`now()`,
    })
    .where('id', '=', id)
    .where('state', '=', 'waiting')
    .execute()
}

export async function failSource(trx: Trx, id: string, problem: Note): Promise<void> {
  await trx
    .updateTable('source')
    .set({ state: 'failed', problem: data(problem), givenBytes: null })
    .where('id', '=', id)
    .where('state', '=', 'waiting')
    .execute()
}

export async function deleteSource(trx: Trx, id: string): Promise<void> {
  await trx.deleteFrom('source').where('id', '=', id).execute()
}
