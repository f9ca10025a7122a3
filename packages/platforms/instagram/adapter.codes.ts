/**
 * What Instagram's numbers mean, wherever they come: as the subcode of a refusal, or in the status of a container that
 * failed. The sheet of facts names them in its section 11.
 */
export interface Meaning {
  readonly problem: string
  readonly field?: string
  /** How often it may be tried again from the container on before it counts. */
  readonly again?: number
}

const media = { problem: 'network.media-processing', field: 'media' } as const
const unreachable = { problem: 'network.media-unreachable', field: 'media' } as const
const content = { problem: 'network.refused' } as const

export const meanings: Readonly<Record<number, Meaning>> = {
  2207001: { ...content, again: 2 },
  2207003: { ...unreachable, again: 2 },
  2207004: media,
  2207005: media,
  2207009: { ...content, field: 'media' },
  2207010: { ...content, field: 'text' },
  2207020: { problem: 'network.media-lost', again: 2 },
  2207023: content,
  2207026: media,
  2207028: { ...content, field: 'media' },
  2207032: { ...media, again: 2 },
  2207035: content,
  2207036: content,
  2207037: content,
  2207040: { ...content, field: 'text' },
  2207050: { problem: 'network.account-restricted' },
  2207051: { problem: 'network.account-restricted' },
  2207052: { ...unreachable, again: 3 },
  2207053: { ...media, again: 2 },
  2207057: { ...content, field: 'settings.coverSeconds' },
  2207076: { ...media, again: 1 },
  2207077: { ...media, again: 1 },
  2207081: { ...content, field: 'settings.trial' },
  2207082: { ...media, field: 'settings.audio' },
  2207085: media,
}

/** The number in "Error: Media upload has failed with error code 2207026". */
export const numberIn = (status: string): number => Number(/\b2207\d{3}\b/.exec(status)?.[0] ?? 0)
