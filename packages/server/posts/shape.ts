import type { z } from 'zod'
import type { Base, Post, PublicationCard, VersionInput } from '@posthorn/contract/schemas/posts.ts'
import { effective, type Draft, type OwnDraft } from '@posthorn/domain/post/effective.ts'
import type { CardRow } from './cards.store.ts'
import type { PostRow } from './posts.store.ts'

export type Card = z.output<typeof PublicationCard>

/** Rows as the API shows them: instants as text, everything else as it is. */
export const cardOf = (row: CardRow): Card => ({ ...row, dueAt: row.dueAt.toISOString() })

export const iso = (date: Date | null): string | null => (date === null ? null : date.toISOString())

const draftOf = (draft: Draft): z.output<typeof Base> => ({
  parts: draft.parts.map((part) => ({
    text: part.text,
    media: part.media.map((media) => ({
      assetId: media.assetId,
      ...(media.alt === undefined ? {} : { alt: media.alt }),
    })),
  })),
  firstComment: draft.firstComment,
  files: Object.fromEntries(
    Object.entries(draft.files).map(([name, media]) => [
      name,
      { assetId: media.assetId, ...(media.alt === undefined ? {} : { alt: media.alt }) },
    ]),
  ),
})

export const showBase = draftOf

/** A version as the API takes it, from what is stored. */
const ownOf = (channelId: string, own: OwnDraft): z.output<typeof VersionInput> => ({
  channelId,
  parts: own.parts === null ? null : draftOf({ parts: own.parts, firstComment: null, files: {} }).parts,
  firstComment: own.firstComment,
  files: own.files === null ? null : draftOf({ parts: [], firstComment: null, files: own.files }).files,
  settings: { ...own.settings } as z.output<typeof VersionInput>['settings'],
})

export const showPost = (post: PostRow, cards: readonly CardRow[]): z.output<typeof Post> => ({
  id: post.id,
  base: draftOf(post.base),
  versions: post.versions.map(({ channelId, own }) => ({
    ...ownOf(channelId, own),
    effective: draftOf(effective(post.base, own)),
  })),
  at: iso(post.at),
  zone: post.zone,
  wallTime: post.wallTime,
  revision: post.revision,
  latePolicy: post.latePolicy,
  lateWindowSeconds: post.lateWindowSeconds,
  draftRunId: post.draftRunId,
  createdBy: post.createdBy,
  createdAt: post.createdAt.toISOString(),
  updatedAt: post.updatedAt.toISOString(),
  publications: cards.map(cardOf),
})
