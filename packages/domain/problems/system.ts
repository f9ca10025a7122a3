import type { ProblemTable } from './table.ts'

/** The request itself and the machine underneath. */
export const systemProblems = {
  'request.invalid': {
    status: 400,
    shown: true,
    says: 'The request has a field that cannot be read.',
    todo: 'Correct the named field.',
  },
  'request.not-json': {
    status: 415,
    shown: true,
    says: 'This address takes JSON.',
    todo: 'Send Content-Type: application/json.',
  },
  'request.too-large': {
    status: 413,
    shown: true,
    says: 'The request is larger than {limit}.',
    todo: 'Send less at once.',
  },
  'request.idempotency-mismatch': {
    status: 409,
    shown: true,
    says: 'This Idempotency-Key was used before with another request.',
    todo: 'Use a new key for a new request.',
  },
  'request.idempotency-busy': {
    status: 409,
    shown: true,
    says: 'The first request with this Idempotency-Key is still running.',
    todo: 'Wait for its answer, then ask again.',
  },
  'request.precondition-required': {
    status: 428,
    shown: true,
    says: 'This change needs the revision it is based on.',
    todo: 'Send If-Match with the ETag you read.',
  },
  'request.revision-conflict': {
    status: 412,
    shown: true,
    says: 'Somebody changed this meanwhile.',
    todo: 'Read it again, compare, then save.',
  },
  'request.no-route': {
    status: 404,
    shown: true,
    says: 'There is nothing at this address.',
    todo: 'See /api/v1/openapi.json for all addresses.',
  },
  'request.rate-limited': { status: 429, shown: true, says: 'Too many requests.', todo: 'Wait {seconds} seconds.' },
  'system.database': {
    status: 503,
    shown: true,
    says: 'The database does not answer.',
    todo: 'Wait a moment; if it stays, look at the Doctor.',
  },
  'system.disk-full': {
    status: 507,
    shown: true,
    says: 'The disk is full.',
    todo: 'Free some space; nothing was changed.',
  },
  'system.broken': {
    status: 500,
    shown: false,
    says: 'Something went wrong on our side.',
    todo: 'Try again; if it stays, report the request id.',
  },
  'system.address-not-allowed': {
    status: 422,
    shown: true,
    says: 'This address is private, local or not https.',
    todo: 'Use a public https address; an operator can allow one with OUTSIDE_ALLOW.',
  },
  'system.outside-failed': { status: 502, shown: true, says: '{host} did not answer.', todo: 'Try again later.' },
} as const satisfies ProblemTable
