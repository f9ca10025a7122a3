import { createStore } from './store.ts'

/** True while the server no longer knows this session; the page stays, with a sign-in dialog over it. */
export const sessionEnded = createStore(false)
