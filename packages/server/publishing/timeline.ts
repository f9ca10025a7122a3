import type { Json } from '@posthorn/domain/json.ts'

type Data = Readonly<Record<string, unknown>>
const text = (value: unknown): string => (typeof value === 'string' || typeof value === 'number' ? String(value) : '')

/** What a line of the timeline says. A kind that this version does not know is shown by its name. */
const sentences: Readonly<Record<string, (data: Data, step: string) => string>> = {
  scheduled: (data) => `Planned for ${text(data['wallTime']).replace('T', ' ')}, ${text(data['zone'])}.`,
  moved: (data) => `Moved to ${text(data['wallTime']).replace('T', ' ')}, ${text(data['zone'])}.`,
  begun: () => 'Due. The text was fixed and the steps were planned.',
  step: (_, step) => `Done: ${named(step)}.`,
  sent: (_, step) => `Sent ${named(step)}, once, after it was recorded.`,
  live: (data, step) =>
    data['how'] === 'look'
      ? `Found at the network: ${named(step)}. ${text(data['seen'])}`
      : `The network took ${named(step)}.`,
  published: (data) =>
    data['how'] === 'look'
      ? 'Published; found by looking.'
      : data['how'] === 'person'
        ? 'Published; a person saw it.'
        : 'Published.',
  handed_over: () => 'Handed over; a person finishes it in the network’s app.',
  unclear: (data, step) => `No clear answer to ${named(step)}${quoted(data)}. We look before anything is sent again.`,
  looked: (data) =>
    `Looked (${text(data['number'])} of ${text(data['of'])}): ${found[text(data['found'])] ?? text(data['found'])} ${text(data['seen'])}`.trim(),
  replayed: () =>
    'The same request was sent again: the network answers it as it did the first time, and makes nothing twice.',
  broke: () => 'A mistake of Posthorn’s own stopped it here; it is tried again. The log says more.',
  resend: (data) =>
    data['because'] === 'person'
      ? 'It is sent again, because a person looked and did not find it.'
      : data['because'] === 'absent'
        ? 'It is certainly not there, so it is sent again.'
        : 'It was not found, and the network refuses doubles: it is sent once more.',
  trouble: (data) => troubled(data),
  note: (data) => `An extra step did not work: ${text(data['says'])}`,
  failed: (data) => text(data['says']),
  needs_you: (data) => text(data['says']),
  missed: (data) => `Too late by ${text(data['lateSeconds'])} s, so it was not sent.`,
  parked: (data) => `It waits: ${waits[text(data['why'])] ?? text(data['why'])}.`,
  cancelled: () => 'Cancelled.',
  cancel_asked: () => 'Cancelling was asked for.',
  retried: () => 'Taken up again by a person.',
  look_asked: () => 'A person asked to look again.',
  resolved: (data) => resolved[text(data['answer'])] ?? 'A person decided.',
  removing: () => 'Removal from the network was asked for.',
  removed: () => 'Removed from the network.',
  remove_failed: (data) => `It could not be removed: ${text(data['words'])}`,
}

const verdicts: Readonly<Record<string, string>> = {
  unknown: 'There is no clear answer',
  retry: 'It certainly did not arrive; it is tried again',
  closed: 'The network asks us to wait',
  renew: 'The network wants a new token',
  reconnect: 'The network no longer accepts our access',
  redo: 'An earlier step has to be done over',
  exists: 'The network says that it is there already',
  refused: 'The network refused it',
}

const found: Readonly<Record<string, string>> = {
  live: 'it is there.',
  done: 'it took effect.',
  absent: 'not there.',
  unsure: 'cannot tell.',
}
const waits: Readonly<Record<string, string>> = {
  paused: 'publishing is stopped here',
  reconnect: 'the channel has to be connected again',
  slow_down: 'the network’s limit is reached',
  credits: 'the app’s credit is used up',
}
const resolved: Readonly<Record<string, string>> = {
  there: 'A person saw it at the network.',
  'not-there': 'A person did not find it at the network. We look once more, then send it.',
  leave: 'A person left it as it is.',
}

/** The sentence of an event. */
export const says = (kind: string, step: string | null, data: Json): string =>
  sentences[kind]?.(
    (typeof data === 'object' && data !== null && !Array.isArray(data) ? data : {}) as Data,
    step ?? '',
  ) ?? kind

/** What a verdict other than success means in words; the network's own stand behind ours where it said any. */
const troubled = (data: Data): string =>
  `${verdicts[text(data['verdict'])] ?? 'The network did not take it'}${quoted(data)}.`

function quoted(data: Data): string {
  const words = text(data['words']).replace(/\.$/, '')
  const status = data['status'] ? ` (HTTP ${text(data['status'])})` : ''
  return words === '' ? status : `: ${words}${status}`
}

/** A step in a reader's words: parts are counted from one. */
const named = (step: string): string => step.replace(/^part:(\d+)$/, (_, n: string) => `part ${Number(n) + 1}`)
