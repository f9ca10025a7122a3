import { endingOf, mediaTypes } from '@posthorn/domain/media/types.ts'
import type { PlatformRules } from '@posthorn/platforms/interface'

/** Pictures the library can read. HEIC is left out on purpose: telephones then hand over a JPEG by themselves. */
const pictures = ['image/jpeg', 'image/png', 'image/gif', 'image/webp', 'image/avif', 'image/tiff']

/** For a file input: what any of these networks takes; without networks, what the library takes. */
export function acceptOf(networks: readonly PlatformRules[]): string {
  const limits = networks.flatMap(({ forms }) => Object.values(forms).flatMap(({ media }) => Object.values(media)))
  const taken = new Set(networks.length > 0 ? limits.flatMap(({ types }) => types) : Object.keys(mediaTypes))
  const types = [...taken].filter((type) => type in mediaTypes)
  const withoutPictures = types.filter((type) => !type.startsWith('image/'))
  const all = withoutPictures.length < types.length ? [...pictures, ...withoutPictures] : withoutPictures
  // Systems that do not know a type know its ending.
  return [...all, ...withoutPictures.map((type) => `.${endingOf(type)}`)].join(',')
}
