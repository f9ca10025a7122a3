/** Refusals of Instagram (sheet section 11), in the envelope of Graph. Clients key on the subcode. */
import { badParameter, refuse, type GraphRefusal } from '../../sandbox/graph/errors.ts'

interface Known {
  readonly code: number
  readonly says: string
  /** What the person would be shown. */
  readonly title: string
  readonly transient?: boolean
}
/** By subcode. */
const table = {
  2207001: { code: -1, says: 'Instagram server error. Try again.', title: 'Instagram server error', transient: true },
  2207003: { code: -2, says: 'Timeout: The media could not be downloaded in time.', title: 'Timeout', transient: true },
  2207004: { code: 36_000, says: 'The image size is too large.', title: 'Image size too large' },
  2207005: { code: 36_001, says: 'The image format is not supported.', title: 'Unsupported format' },
  2207006: { code: 24, says: 'The requested resource does not exist', title: 'Media not found' },
  2207008: { code: 24, says: 'The requested resource does not exist', title: 'Media builder not found or expired' },
  2207009: { code: 36_003, says: 'The aspect ratio is not supported.', title: 'Invalid aspect ratio' },
  2207010: { code: 36_004, says: 'The caption was too long', title: 'Caption too long' },
  2207020: { code: -2, says: 'The media has expired.', title: 'Media expired', transient: true },
  2207023: { code: 100, says: 'Invalid parameter', title: 'Unknown media type' },
  2207027: { code: 9007, says: 'Media ID is not available', title: 'The media is not ready for publishing' },
  2207028: { code: 100, says: 'Invalid parameter', title: 'A carousel needs 2 to 10 photos and videos' },
  2207032: { code: -1, says: 'Create media fail', title: 'The media could not be created', transient: true },
  2207037: { code: 100, says: 'Invalid parameter', title: 'The products cannot be tagged' },
  2207040: { code: 100, says: 'Invalid parameter', title: 'More than 20 tags' },
  2207042: { code: 9, says: 'Application request limit reached', title: 'The daily limit of publishing is reached' },
  2207050: { code: 25, says: 'The Instagram account is restricted.', title: 'The account is inactive or restricted' },
  2207051: { code: 4, says: 'Application request limit reached', title: 'Action is blocked' },
  2207052: {
    code: 9004,
    says: 'Only photo or video can be accepted as media type.',
    title: 'The media could not be fetched from this address',
  },
  2207057: { code: 1, says: 'The thumbnail offset is out of range', title: 'Invalid thumbnail offset' },
  2207081: { code: 100, says: 'Invalid parameter', title: 'Trial reels are not available for this account' },
} as const satisfies Record<number, Known>
export type Subcode = keyof typeof table

/** The refusal that belongs to a subcode. `shown`: what the person reads, where the title does not say it all. */
export function refusal(subcode: Subcode, shown?: string): GraphRefusal {
  const known: Known = table[subcode]
  return refuse(known.code, known.says, {
    subcode,
    transient: known.transient ?? false,
    user: { title: known.title, message: shown ?? `${known.title}.` },
  })
}

export const notFetched = (url: string) =>
  refusal(2207052, `The media could not be fetched from this URI: ${url}. Check that it is public and try again.`)
export const imageRatio = () =>
  refusal(2207009, 'The image’s aspect ratio has to be between 4:5 and 1.91:1. Crop it and try again.')

/** A parameter where it may not stand, as in "param collaborators is not allowed". */
export const notAllowed = (name: string, where: string) => badParameter(`param ${name} is not allowed for ${where}`)
export const required = (name: string) => badParameter(`The parameter ${name} is required`)
export const badPlace = (id: string) =>
  badParameter(`INSTAGRAM_PLATFORM_API__INVALID_LOCATION_ID: ${id} is not a Page with coordinates`)
export const badPartnership = (why: string) => badParameter(`INSTAGRAM_PLATFORM_API__INVALID_PARAM: ${why}`)
export const fewViewers = () => refuse(10, '(#10) Not enough viewers for the media to show insights')
/** The comment is made and the answer cannot be written: what `fields` on a comment leads to. */
export const badFormat = () =>
  refuse(20, '(#20) The response format could not be built from the given fields', { subcode: 1_772_107 })
export const noTask = () =>
  refuse(200, '(#200) The user must hold the task MANAGE or CREATE_CONTENT on this Page', { status: 403 })
