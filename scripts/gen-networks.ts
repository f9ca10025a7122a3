/** Draws docs/networks.md from the platforms' own data: `node scripts/gen-networks.ts`. */
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Account, Exam } from '@posthorn/platforms/conformance'
import { exams } from '@posthorn/platforms/exams'
import type { Channel, Connect, FormRules, MediaLimits, Quota } from '@posthorn/platforms/interface'

const file = join(import.meta.dirname, '../docs/networks.md')

export function networksPage(): string {
  return `# What each network takes, and what is certain there

Numbers come from the same data that the composer, the API and the practice networks use. A number with ° stands in no document of the network; it is the safe side of what is known.

**Exact**: a lost answer is settled by asking the network about this very post. **Searched**: the account's newest posts are looked through; it is sent once more only where the network itself refuses doubles. **Asks you**: nobody can look, so you are asked. **Handed over**: it lies in the network's own app, where you finish it. How that works is told in [Delivery](delivery.md).

<!-- Drawn by \`npm run gen\` from packages/platforms. -->

${exams.map(network).join('\n\n')}
`
}

function network(exam: Exam): string {
  const { platform, gaps = {}, untold = {} } = exam
  const { rules, connect } = platform
  const missing = Object.entries(gaps).map(([story, why]) => `- Not proven here (${story}): ${why}`)
  const unmet = Object.entries(untold).map(([fault, why]) => `- Not met by the samples (\`${fault}\`): ${why}`)
  return `## ${rules.label}

${connect.map((way) => `- ${wayLine(way)}`).join('\n')}

${formTable(exam)}

${[
  media[rules.fetchesMedia],
  removal(exam),
  rules.can.firstComment ? 'A first comment is sent after the post; it can fail without failing the post.' : '',
  numbers('posts', rules.measures.post),
  numbers('accounts', rules.measures.channel),
  ...rules.quotas.map(quotaLine),
]
  .filter(Boolean)
  .map((line) => `- ${line}`)
  .concat(missing, unmet)
  .join('\n')}`
}

/** Some ways of connecting may not delete. */
function removal({ platform, accounts }: Exam): string {
  const may = accounts.filter((account) => platform.limits(standIn(platform.connect, account)).can.remove)
  if (may.length === accounts.length) return 'Posts can be taken down from here.'
  if (may.length === 0) return 'Posts can be taken down in the network’s own app only.'
  return `Posts can be taken down from here if connected as ${may.map(({ via }) => `\`${via}\``).join(', ')}.`
}

const media = {
  never: '',
  images: 'Pictures are fetched by the network from your `MEDIA_URL`, which has to be a public https address.',
  always: 'Files are fetched by the network from your `MEDIA_URL`, which has to be a public https address.',
} as const

const numbers = (of: string, names: readonly string[]): string =>
  names.length === 0 ? `It tells no numbers of ${of}.` : `Numbers of ${of}: ${names.join(', ')}.`

function wayLine(way: Connect): string {
  if (way.how === 'app-password') return `Connect as \`${way.via}\`: a handle and an app password.`
  const scopes = `scopes ${way.scopes.map((scope) => `\`${scope}\``).join(', ')}`
  if (way.how === 'oauth-at-host') return `Connect as \`${way.via}\`: at the server of the account; ${scopes}.`
  return `Connect as \`${way.via}\`: an app of yours (\`${way.app}_…\`); ${scopes}.`
}

/** Forms in rows; what is promised may differ between kinds of account. */
function formTable(exam: Exam): string {
  const { platform, samples, accounts } = exam
  const rows = Object.entries(platform.rules.forms).map(([name, form]) => {
    const sample = samples[name]
    const told = accounts.map((account) => (sample ? promiseOf(exam, account, name) : ''))
    return `| ${form.label} | ${textOf(form)} | ${mediaOf(form)} | ${told.join(' | ')} |`
  })
  const names = accounts.map(({ name }) => name)
  return [
    `| form | text | files | ${names.map((name) => `if an answer is lost, ${name}`).join(' | ')} |`,
    `|---|---|---|${names.map(() => '---|').join('')}`,
    ...rows,
  ].join('\n')
}

function promiseOf({ platform, samples, handedOver = [] }: Exam, account: Account, form: string): string {
  const version = samples[form]
  if (!version) return ''
  if (handedOver.includes(form)) return 'handed over'
  return platform.promise(version, standIn(platform.connect, account))
}

/** An account with all that it was asked to allow. */
function standIn(ways: readonly Connect[], { via, page, person }: Account): Channel {
  const way = ways.find((one) => one.via === via)
  const { kind, handle } = page ?? person
  const scopes = way && 'scopes' in way ? [...way.scopes] : []
  return { id: 'docs', remoteId: '1', kind, via, handle, host: 'host.example', facts: { scopes } }
}

const units: Readonly<Record<FormRules['text']['count'], string>> = {
  graphemes: 'characters',
  utf16: 'characters',
  weighted: 'weighted characters',
  bytes: 'bytes',
  emojiBytes: 'characters',
}

function textOf({ text, parts, fact }: FormRules): string {
  if (text.max === 0) return '–'
  const most = `${text.max.toLocaleString('en')} ${units[text.count]}${fact.sure ? '' : '°'}`
  return parts > 1 ? `${most}, up to ${parts} parts` : most
}

const mediaOf = ({ media: limits }: FormRules): string =>
  Object.entries(limits)
    .map(([kind, limit]) => `${amount(limit.count)} ${kind}${limit.count[1] === 1 ? '' : 's'}: ${limitsOf(limit)}`)
    .join('; ') || '–'

const amount = ([min, max]: readonly [number, number]): string => (min === max ? `${max}` : `${min}–${max}`)

function limitsOf({ types, bytes, seconds, ratio, side, fps, codecs, pages, fact }: MediaLimits): string {
  const parts = [
    types.map((type) => names[type] ?? type.replace(/^.*\//, '').toUpperCase()).join(', '),
    `${sizeOf(bytes)}${fact.sure ? '' : '°'}`,
    seconds && `${timeOf(seconds[0])}–${timeOf(seconds[1])}`,
    ratio && `ratio ${round(ratio[0])}–${round(ratio[1])}`,
    side && `${side[0]}–${side[1]} px`,
    fps && `${fps[0]}–${fps[1]} fps`,
    codecs && `codecs ${codecs.join('/')}`,
    pages !== undefined && `${pages} pages`,
  ]
  return parts.filter(Boolean).join(', ')
}

/** Types whose own names nobody knows. */
const names: Readonly<Record<string, string>> = {
  'application/msword': 'DOC',
  'application/vnd.ms-powerpoint': 'PPT',
  'application/vnd.openxmlformats-officedocument.wordprocessingml.document': 'DOCX',
  'application/vnd.openxmlformats-officedocument.presentationml.presentation': 'PPTX',
  'video/quicktime': 'MOV',
  'video/x-matroska': 'MKV',
  'audio/mpeg': 'MP3',
}

const round = (value: number): number => Math.round(value * 100) / 100
const sizeOf = (bytes: number): string => (bytes >= 1e9 ? `${round(bytes / 1e9)} GB` : `${round(bytes / 1e6)} MB`)
const timeOf = (seconds: number): string => (seconds >= 120 ? `${round(seconds / 60)} min` : `${seconds} s`)

const spans: Readonly<Record<number, string>> = {
  60: 'minute',
  300: '5 minutes',
  900: '15 minutes',
  1_800: 'half hour',
  3_600: 'hour',
  10_800: '3 hours',
  86_400: 'day',
}
const kinds = { publish: 'posts', call: 'requests', upload: 'uploads' } as const
const quotaLine = ({ of, max, perSeconds, scope, fact }: Quota): string =>
  `At most ${max.toLocaleString('en')}${fact.sure ? '' : '°'} ${kinds[of]} per ${spans[perSeconds] ?? `${perSeconds} s`} and ${scope === 'app' ? 'app' : 'account'}.`

if (import.meta.main) writeFileSync(file, networksPage())
