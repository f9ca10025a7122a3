import type { z } from 'zod'
import type { LinkCard } from '@posthorn/contract/schemas/posts.ts'
import { ProblemError } from '@posthorn/domain/problems.ts'
import { uploadAsset } from '../media/upload.ts'
import type { Parts } from '../parts.ts'
import { readUrl } from '../writing/read/url.ts'

type CardParts = Pick<Parts, 'web' | 'settings' | 'door'>

/** Longest title and description that are prefilled; the networks' own limits are checked where the card is used. */
const longest = { title: 300, description: 600 }
const pictureLimits = { accept: ['image/*'], maxBytes: 10_000_000, timeoutMs: 10_000 }

/**
 * What a page says about itself for a card: fetched through the door when a person asks, its picture put into the
 * library. Throws source.… if the page cannot be read; a picture that cannot be had is only left out.
 */
export async function linkCard(
  parts: CardParts,
  workspaceId: string,
  personId: string,
  url: string,
): Promise<z.output<typeof LinkCard>> {
  const page = await readUrl(url, parts.door)
  const address = page.canonicalUrl ?? page.finalUrl ?? url
  const title = (page.og?.title ?? page.title ?? '').trim().slice(0, longest.title)
  const image = page.og?.image
  return {
    url: address,
    title: title === '' ? new URL(address).host : title,
    description: (page.og?.description ?? '').trim().slice(0, longest.description),
    site: page.site ?? new URL(address).host,
    imageAssetId:
      image === undefined ? null : await picture(parts, workspaceId, personId, new URL(image, address).href, title),
  }
}

async function picture(
  parts: CardParts,
  workspaceId: string,
  personId: string,
  url: string,
  alt: string,
): Promise<string | null> {
  try {
    const { status, body } = await parts.door.get(url, pictureLimits)
    if (status !== 200) return null
    const asset = await uploadAsset(parts, {
      workspaceId,
      personId,
      name: 'link card',
      alt,
      body: new Blob([new Uint8Array(body)]).stream(),
      only: 'image',
    })
    return asset.id
  } catch (error) {
    if (error instanceof ProblemError) return null
    throw error
  }
}
