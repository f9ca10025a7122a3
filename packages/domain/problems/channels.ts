import type { ProblemTable } from './table.ts'

/** Connecting an account and keeping it. */
export const channelProblems = {
  'channel.unknown-platform': {
    status: 422,
    shown: true,
    says: 'There is no platform {platform}.',
    todo: 'Choose one of the listed platforms.',
  },
  'channel.no-app': {
    status: 409,
    shown: true,
    says: 'This server has no app for {platform}.',
    todo: 'An operator sets {variable}; the sandbox works without.',
  },
  'channel.state': {
    status: 400,
    shown: true,
    says: 'This connection attempt has expired, was used already, or began in another browser.',
    todo: 'Start connecting again.',
  },
  'channel.way': {
    status: 422,
    shown: true,
    says: '{platform} cannot be connected in this way yet.',
    todo: 'Choose another of the ways offered.',
  },
  'channel.not-located': {
    status: 422,
    shown: true,
    says: 'Your server was not found. {words}',
    todo: 'Check what you typed, then try again.',
  },
  'channel.denied': {
    status: 409,
    shown: true,
    says: '{platform} says that consent was refused: {words}',
    todo: 'Start again and accept all permissions.',
  },
  'channel.exchange': {
    status: 502,
    shown: true,
    says: '{platform} did not accept the sign-in: {words}',
    todo: 'Start connecting again; if it stays, check the app settings.',
  },
  'channel.scope-missing': {
    status: 409,
    shown: true,
    says: '{platform} did not grant: {scopes}.',
    todo: 'Connect again and accept all permissions.',
  },
  'channel.other-account': {
    status: 409,
    shown: true,
    says: 'You signed in as {got}; this channel is {wanted}.',
    todo: 'Switch accounts at the network, then reconnect.',
  },
  'channel.no-candidates': {
    status: 409,
    shown: true,
    says: '{platform} showed no account that can publish.',
    todo: 'Check your role on the page, then connect again.',
  },
  'channel.reconnect': {
    status: 409,
    shown: true,
    says: 'This channel has to be connected again.',
    todo: 'Reconnect it; waiting posts go out then.',
  },
  'channel.disconnected': {
    status: 409,
    shown: true,
    says: 'This channel is disconnected.',
    todo: 'Connect it again.',
  },
  'channel.mixed-networks': {
    status: 422,
    shown: true,
    says: 'A post cannot go to the sandbox and to real networks at once.',
    todo: 'Choose channels of one kind, or confirm the mix.',
  },
  'channel.sandbox-off': {
    status: 409,
    shown: true,
    says: 'The sandbox is not running.',
    todo: 'Start Posthorn with SANDBOX=on.',
  },
} as const satisfies ProblemTable
