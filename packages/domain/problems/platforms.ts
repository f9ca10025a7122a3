import type { ProblemTable } from './table.ts'

/** What networks say, in sentences of ours; adapters name these codes in their verdicts. */
export const platformProblems = {
  'network.refused': {
    status: 422,
    shown: true,
    says: 'The network refused the post: {words}',
    todo: 'Change the post and try again.',
  },
  'network.options': {
    status: 502,
    shown: true,
    says: '{platform} did not say what this account may choose: {words}',
    todo: 'Try again in a moment.',
  },
  'network.duplicate': {
    status: 409,
    shown: true,
    says: 'The network already has this exact post.',
    todo: 'Change a word, or look for the post that is there.',
  },
  'network.permission': {
    status: 403,
    shown: true,
    says: 'The network does not allow this with the present permissions.',
    todo: 'Reconnect and accept all permissions, or ask the owner of the app.',
  },
  'network.authorization': {
    status: 403,
    shown: true,
    says: 'The network wants the people of this page to be authorized before it publishes.',
    todo: 'Complete the page’s publishing authorization at the network, then try again.',
  },
  'network.app-secret': {
    status: 502,
    shown: true,
    says: 'The network does not accept this server’s proof of its app secret.',
    todo: 'An operator checks the app’s secret in the settings.',
  },
  'network.account-restricted': {
    status: 403,
    shown: true,
    says: 'The network has restricted this account.',
    todo: 'Open the network and look for a notice.',
  },
  'network.media-processing': {
    status: 422,
    shown: true,
    says: 'The network could not process the file.',
    todo: 'Export it again, as JPEG, PNG or MP4.',
  },
  'network.media-refused': {
    status: 422,
    shown: true,
    says: 'The network does not take the file: {words}',
    todo: 'Use a smaller file, or one of another type.',
  },
  'network.media-lost': {
    status: 422,
    shown: true,
    says: 'The network no longer has the uploaded file.',
    todo: 'Try again; it is uploaded anew.',
  },
  'network.not-found': {
    status: 404,
    shown: true,
    says: 'The network no longer has this.',
    todo: 'Nothing to do, or publish again.',
  },
  'network.version-retired': {
    status: 502,
    shown: true,
    says: 'This server speaks an API version that the network has retired.',
    todo: 'An operator updates Posthorn or its version setting.',
  },
  'network.credits': {
    status: 402,
    shown: true,
    says: 'The app’s credit at the network is used up.',
    todo: 'Buy credit; posts go on by themselves.',
  },
  'network.cannot-tell': {
    status: 409,
    shown: true,
    says: 'We could not find out whether the network published this. Last look: {why}.',
    todo: 'Look at the network, then say what you see.',
  },
  'post.mention-local': {
    status: 422,
    shown: true,
    says: 'Without a server, {name} is somebody on your own server.',
    todo: 'Write it as {name}@their.server, or keep it.',
  },
  'network.rate': {
    status: 429,
    shown: true,
    says: 'The network asks us to slow down.',
    todo: 'Nothing; it goes on by itself.',
  },
} as const satisfies ProblemTable
