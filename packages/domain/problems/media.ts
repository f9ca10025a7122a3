import type { ProblemTable } from './table.ts'

/** Files on their way into the library, and to networks that fetch them. */
export const mediaProblems = {
  'media.cut-off': {
    status: 400,
    shown: true,
    says: 'The file did not arrive whole.',
    todo: 'Upload it again.',
  },
  'media.no-public-address': {
    status: 422,
    shown: true,
    says: 'This network fetches files from Posthorn, and {address} cannot be reached from the internet by https.',
    todo: 'Set MEDIA_URL (or BACKEND_URL) to a public https address of this server.',
  },
} as const satisfies ProblemTable
