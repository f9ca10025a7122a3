/** Facebook's own refusals; those of every Graph network stand in `graph/judge.ts`. Rows are named as in the sheet of facts. */
import type { Failure, Verdict } from '../interface.ts'
import { at, objs, str } from '../reply.ts'
import { all, always, coded, during, judgeBy, numbered, refused, says, subcoded } from '../graph/judge.ts'
import type { Judging, Known, Row } from '../graph/judge.ts'

/** Nobody sees anything before these, and each is sent once. */
const once = (step: string): boolean => ['create', 'finish', 'comment'].includes(step)
const extra = (step: string): boolean => ['permalink', 'cover', 'invite', 'comment'].includes(step)

const content = refused('network.refused')
const text = refused('network.refused', 'text')
const link = refused('network.link-refused', 'settings.link')
const media = refused('network.media-processing', 'media')
const restricted = refused('network.account-restricted')
const trouble = (_: unknown, failure: Known): Verdict => (once(failure.during) ? { is: 'unknown' } : { is: 'retry' })
/** It is there, and Facebook does not say where. */
const exists = always({ is: 'exists', remote: { at: 'public' } })

/** The photos that were named, for the step that finds out why they were refused. */
const photosIn = ({ wire }: Known): string[] =>
  wire.body?.is === 'json' ? objs(at(wire.body.value, 'attached_media')).map((one) => str(one['media_fbid'])) : []

/** A session of an upload that is over is opened again; what was sent in it was never published. */
const uploadAgain = always({ is: 'redo', from: 'start' })
const uploading = during(/^(?:upload|arrived)$/)
const finishing = during(/^finish$/)
/** The end of an upload may be refused because it was heard before: the film tells, and then what to do. */
const askFilm = (_: unknown, { wire }: Known): Verdict => {
  const sent = wire.body?.is === 'json' ? wire.body.value : undefined
  return { is: 'redo', from: 'staged', note: at(sent, 'video_id') ?? at(sent, 'upload_session_id') ?? '' }
}
/** What turned out to be out is only asked about, also in the step that publishes. */
const isQuestion = (_: unknown, { during: step, wire }: Known): boolean => once(step) && wire.method === 'GET'

const rows: readonly Row[] = [
  { row: '100, of what is out', when: all(coded(100), isQuestion), verdict: always({ is: 'unknown' }) },
  // Uploads. The hosts of the bytes have an envelope of their own, without numbers.
  {
    row: 'OffsetInvalidError, PartialRequestError',
    when: ({ type }) => type === 'OffsetInvalidError' || type === 'PartialRequestError',
    verdict: always({ is: 'retry' }),
  },
  { row: 'ProcessingFailedError', when: ({ type }) => type === 'ProcessingFailedError', verdict: uploadAgain },
  { row: '6000, upload', when: all(coded(6000), uploading), verdict: uploadAgain },
  { row: '6000, finish', when: all(coded(6000), finishing), verdict: askFilm },
  {
    row: '100, finish',
    when: all(coded(100), finishing, says(/video_id|upload_session_id|already/i)),
    verdict: askFilm,
  },
  { row: '6000', when: coded(6000), verdict: media },
  { row: '6001', when: coded(6001), verdict: trouble },
  { row: '1363047, 1609010', when: numbered(1_363_047, 1_609_010), verdict: trouble },
  // Invitations have a limit of their own, which is no reason to stop the Page.
  { row: '613, invite', when: all(coded(4, 17, 32, 613), during(/^invite$/)), verdict: content },
  // Doubles.
  { row: '506', when: coded(506), verdict: exists },
  { row: '1366051', when: numbered(1_366_051), verdict: exists },
  {
    row: '100, media_fbid',
    when: all(coded(100), during(/^create$/), says(/attached_media|media_fbid/)),
    verdict: (_, failure) => ({ is: 'redo', from: 'staged', note: photosIn(failure) }),
  },
  // Content.
  { row: '197', when: coded(197), verdict: text },
  { row: 'Name parameter too long', when: says(/parameter too long/i), verdict: text },
  { row: '1609005, 1609008', when: numbered(1_609_005, 1_609_008), verdict: link },
  { row: '2061006', when: numbered(2_061_006), verdict: link },
  { row: '1349125', when: numbered(1_349_125), verdict: text },
  { row: '1346003, 1404102', when: numbered(1_346_003, 1_404_102), verdict: text },
  { row: '3001', when: coded(3001), verdict: content },
  // Files.
  { row: '1366046', when: numbered(1_366_046), verdict: media },
  { row: '2069019', when: numbered(2_069_019), verdict: media },
  { row: '324', when: coded(324), verdict: media },
  { row: '382, 389', when: coded(382, 389), verdict: media },
  {
    row: '1363040, 1363127–1363129',
    when: numbered(1_363_040, 1_363_127, 1_363_128, 1_363_129),
    verdict: media,
  },
  // The account.
  {
    row: '1390008',
    when: subcoded(1_390_008),
    verdict: always({ is: 'closed', scope: 'channel', afterSeconds: 15 * 60, why: 'slow_down' }),
  },
  { row: '1404006', when: subcoded(1_404_006), verdict: restricted },
  { row: '1404112', when: subcoded(1_404_112), verdict: restricted },
  { row: '4854002', when: subcoded(4_854_002), verdict: restricted },
  {
    row: '100, No permission to publish',
    when: all(coded(100), says(/no permission to publish/i)),
    verdict: always({ is: 'reconnect' }),
  },
  // A fresh post is not everywhere at once; a Page that is not there is gone.
  {
    row: '100/33, extra',
    when: all(coded(100), subcoded(33), during(/^(?:comment|cover|invite)$/)),
    verdict: always({ is: 'retry', afterSeconds: 10 }),
  },
  {
    row: '100/33, page',
    when: all(coded(100), subcoded(33), during(/^(?:create|photo:\d+|start|finish)$/)),
    verdict: refused('network.account-gone'),
  },
]

export const judging: Judging = { rows, once, extra, renewable: false }
const judged = judgeBy(judging)

/** What was accepted, or may be, is out or will be: that a question about it is refused does not make it fail. */
export function classify(failure: Failure): Verdict | undefined {
  const verdict = judged(failure)
  return ['seen', 'staged'].includes(failure.during) && verdict?.is === 'refused'
    ? { is: 'retry', afterSeconds: 60 }
    : verdict
}
