import type { ProblemTable } from './table.ts'

/** Reading sources and writing from them. */
export const writingProblems = {
  'source.address-not-allowed': {
    status: 422,
    shown: true,
    says: 'This address is private or local.',
    todo: 'Use a public address, or paste the text.',
  },
  'source.not-open': { status: 422, shown: true, says: 'The page is not open to read.', todo: 'Paste the text.' },
  'source.unreachable': {
    status: 422,
    shown: true,
    says: '{host} could not be read: {words}',
    todo: 'Try again, or paste the text.',
  },
  'source.too-large': {
    status: 422,
    shown: true,
    says: 'The source has more than {limit}.',
    todo: 'Upload a shorter file, or paste the part that matters.',
  },
  'source.timeout': {
    status: 422,
    shown: true,
    says: 'The page took longer than {seconds} s.',
    todo: 'Try again, or paste the text.',
  },
  'source.type': {
    status: 422,
    shown: true,
    says: 'Files of type {type} cannot be read.',
    todo: 'Use a web page, text, Markdown or PDF.',
  },
  'source.too-thin': {
    status: 422,
    shown: true,
    says: 'The source has only {words} words, too few to write from.',
    todo: 'Add a brief or more text.',
  },
  'source.pdf-is-a-scan': {
    status: 422,
    shown: true,
    says: 'The PDF holds pictures of text only.',
    todo: 'Paste the text.',
  },
  'writer.provider-unreachable': {
    status: 502,
    shown: true,
    says: 'The AI provider does not answer.',
    todo: 'The plain draft is there; try again later.',
  },
  'writer.key-refused': {
    status: 502,
    shown: true,
    says: 'The AI provider refused the key.',
    todo: 'An admin sets a new key.',
  },
  'writer.answer-unusable': {
    status: 502,
    shown: true,
    says: 'The AI provider’s answer could not be used.',
    todo: 'The plain draft is there; try again.',
  },
  'writer.rate-limited': {
    status: 429,
    shown: true,
    says: 'The AI provider asks us to wait.',
    todo: 'Try again in {seconds} seconds.',
  },
  'writer.refused': {
    status: 422,
    shown: true,
    says: 'The AI provider declined to write this.',
    todo: 'Use the plain draft, or change the brief.',
  },
  'writer.no-media': {
    status: 422,
    shown: true,
    says: 'This channel needs media.',
    todo: 'Add a picture or video to the version.',
  },
} as const satisfies ProblemTable
