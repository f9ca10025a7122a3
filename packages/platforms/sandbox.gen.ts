// written by `npm run gen`
import { imitation as linkedin } from './linkedin/sandbox.ts'
import { imitation as twitter } from './twitter/sandbox.ts'

export const imitations = { linkedin, twitter }
