// written by `npm run gen`
import { imitation as twitter } from './twitter/sandbox.ts'

export const imitations = { twitter }
