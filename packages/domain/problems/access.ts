import type { ProblemTable } from './table.ts'

/** People, sessions, workspaces and rights. */
export const accessProblems = {
  'access.sign-in': { status: 401, shown: true, says: 'You are not signed in.', todo: 'Sign in and try again.' },
  'access.refused': {
    status: 403,
    shown: true,
    says: 'Your role does not allow this.',
    todo: 'Ask an admin of the workspace.',
  },
  'access.not-here': {
    status: 404,
    shown: true,
    says: 'Not here, or not yours.',
    todo: 'Check the address, or ask an admin of the workspace.',
  },
  'access.cross-site': {
    status: 403,
    shown: true,
    says: 'The request came from another site.',
    todo: 'Open Posthorn itself and try again.',
  },
  'access.wrong-credentials': {
    status: 401,
    shown: true,
    says: 'This e-mail and password do not match.',
    todo: 'Check both, or reset the password.',
  },
  'access.too-many-tries': {
    status: 429,
    shown: true,
    says: 'Too many tries.',
    todo: 'Wait {seconds} seconds and try again.',
  },
  'access.setup-code': {
    status: 403,
    shown: true,
    says: 'This code is not the one printed in the terminal.',
    todo: 'Copy the address that Posthorn printed when it started.',
  },
  'access.setup-done': {
    status: 409,
    shown: true,
    says: 'This Posthorn already has an owner.',
    todo: 'Sign in instead.',
  },
  'access.registration-closed': {
    status: 403,
    shown: true,
    says: 'This Posthorn takes new people by invitation only.',
    todo: 'Ask a member for an invitation link.',
  },
  'access.weak-password': {
    status: 422,
    shown: true,
    says: 'The password is too easy to guess.',
    todo: 'Use at least 8 characters that are not a common word; a sentence is best.',
  },
  'access.email-taken': {
    status: 409,
    shown: true,
    says: 'There is already a person with this e-mail.',
    todo: 'Sign in with it.',
  },
  'access.invitation': {
    status: 410,
    shown: true,
    says: 'This invitation is used up, expired, or for another address.',
    todo: 'Ask for a new invitation.',
  },
  'access.last-owner': {
    status: 409,
    shown: true,
    says: 'A workspace needs an owner.',
    todo: 'Make somebody else an owner first.',
  },
} as const satisfies ProblemTable
