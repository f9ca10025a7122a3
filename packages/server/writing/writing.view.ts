import type { z } from 'zod'
import type {
  DraftRun,
  Source as SourceSchema,
  Suggestion as SuggestionSchema,
} from '@posthorn/contract/schemas/writing.ts'
import { advice, sentence } from '@posthorn/domain/problems.ts'
import { composedTexts } from './content.ts'
import type { Note, Run, Suggestion } from './run.ts'
import type { StoredSource } from './sources.store.ts'

export type RunView = z.output<typeof DraftRun>
type SuggestionView = z.output<typeof SuggestionSchema>

const told = ({ code, values }: Note) => {
  const todo = advice(code, values)
  return { code, says: sentence(code, values), ...(todo === undefined ? {} : { todo }) }
}

const countWords = (text: string): number => text.split(/\s+/).filter(Boolean).length

/** A source as the screen shows it; one that is not read yet has no text. */
export function showSource(stored: StoredSource): z.output<typeof SourceSchema> {
  if (stored.state !== 'read') {
    const why = stored.state === 'failed' ? [sentence(stored.problem.code, stored.problem.values)] : []
    return {
      id: stored.id,
      kind: 'waiting',
      title: null,
      site: null,
      url: null,
      publishedAt: null,
      language: null,
      access: 'unknown',
      words: 0,
      warnings: why,
      text: '',
    }
  }
  const { source } = stored
  return {
    id: stored.id,
    kind: source.kind,
    title: source.title || null,
    site: source.site,
    url: source.canonicalUrl ?? source.finalUrl ?? source.givenUrl,
    publishedAt: source.publishedAt,
    language: source.language.code,
    access: source.access,
    words: countWords(source.text),
    warnings: [...source.warnings],
    text: source.text,
  }
}

export interface RunParts {
  readonly run: Run
  readonly suggestions: readonly Suggestion[]
  readonly sources: readonly StoredSource[]
  readonly familyOf: (channelId: string) => Parameters<typeof composedTexts>[1]
}

export function showRun({ run, suggestions, sources, familyOf }: RunParts): RunView {
  return {
    id: run.id,
    state: run.state,
    writer: run.model === null ? run.writer : `${run.writer} ${run.model}`,
    brief: run.brief,
    problem: run.problem === null ? null : told(run.problem),
    sources: sources.map((stored) => {
      const { text: _, ...rest } = showSource(stored)
      return rest
    }),
    suggestions: suggestions
      .filter(({ current }) => current)
      .map((one) => showSuggestion(one, sources, familyOf(one.channelId))),
    costUsd: run.costMicros === null ? null : run.costMicros / 1e6,
    createdAt: run.createdAt.toISOString(),
    endedAt: run.endedAt?.toISOString() ?? null,
  }
}

function showSuggestion(
  one: Suggestion,
  sources: readonly StoredSource[],
  family: Parameters<typeof composedTexts>[1],
): SuggestionView {
  const texts = composedTexts(one.content, family)
  return {
    id: one.id,
    channelId: one.channelId,
    state: one.state,
    writer: one.writer,
    content: {
      parts: texts.map((text) => ({ text, media: [] })),
      firstComment: one.content.firstComment || null,
      files: {},
    },
    settings: {},
    hooks: [...one.content.hooks],
    findings: one.findings.map(({ code, level, part, start, end, values }) => ({
      code,
      level,
      says: sentence(code, values),
      part,
      start,
      end,
    })),
    evidence: one.evidence.flatMap(({ part, start, end, place, how }) => {
      const source = sources[place.source]
      if (!source || place.in !== 'text') return []
      const text = (texts[part] ?? '').slice(start, end)
      return [
        {
          text,
          part,
          start,
          end,
          sourceId: source.id,
          sourceStart: place.start,
          sourceEnd: place.end,
          how: how === 'found' ? ('verbatim' as const) : ('reworded' as const),
        },
      ]
    }),
    acceptedAt: one.acceptedAt?.toISOString() ?? null,
  }
}
