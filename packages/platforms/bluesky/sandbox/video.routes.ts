/** `video.bsky.app`: one piece up to 100 MB, or parts (sheet section 6). */
import { l } from '@atproto/lex-schema'
import type { Context } from 'hono'
import { Answered } from '../../sandbox/answered.ts'
import { partMethods } from './parts.ts'
import { answerOf, bad, invalid } from './problems.ts'
import type { BskyEnv, State } from './state.ts'
import { beginJob, holder, jobStatus, largestSingle, limitsOf, mayUpload, sameJob } from './video.ts'
import { encoding, params, procedure, query, type Method } from './xrpc.ts'

const name = 'app.bsky.video'
const uploadParams = l.params({ did: l.string({ format: 'did' }), name: l.string({ minLength: 1 }) })
const jobParams = l.params({ jobId: l.string({ minLength: 1 }) })

const caller = (state: State, c: Context<BskyEnv>, method: string) =>
  holder(state, c.env.visit, c.req.header('authorization'), `${name}.${method}`)

/** The lexicon has the status under `jobStatus`, the service has been seen to put it beside: it stands at both places. */
const both = (status: Record<string, unknown>) => ({ ...status, jobStatus: status })

const uploadVideo = (state: State) =>
  procedure(async (c) => {
    const account = caller(state, c, 'uploadVideo')
    const ask = params(c, uploadParams)
    if (ask.did !== account.id) throw invalid('did does not match the token')
    if (encoding(c) !== 'video/mp4') throw invalid(`Wrong request encoding (Content-Type): ${encoding(c)}`)
    if (c.req.header('content-length') === undefined) throw invalid('Content-Length is required')
    mayUpload(state, account)
    const bytes = new Uint8Array(await c.req.arrayBuffer())
    if (bytes.byteLength > largestSingle)
      throw new Answered(answerOf(413, 'PayloadTooLarge', 'The video is too large for a single upload'))
    const same = await sameJob(state, account, bytes)
    if (same) {
      const status = { ...jobStatus(state, same), error: 'already_exists', message: 'Video already processed' }
      return c.json(both(status), 409)
    }
    return c.json(both(jobStatus(state, await beginJob(state, c.env.visit, account, bytes))))
  })

export const videoMethods = (state: State): Readonly<Record<string, Method>> => ({
  [`${name}.uploadVideo`]: uploadVideo(state),
  [`${name}.getJobStatus`]: query((c) => {
    const job = state.jobs.get(params(c, jobParams).jobId)
    if (!job) throw bad('JobNotFound', 'Job not found')
    return c.json({ jobStatus: jobStatus(state, job) })
  }),
  [`${name}.getUploadLimits`]: query((c) => c.json(limitsOf(state, caller(state, c, 'getUploadLimits')))),
  ...partMethods(state),
})
