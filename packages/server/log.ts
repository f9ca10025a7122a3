/** The log: JSON lines for machines; in a terminal, plain lines for people. Never a secret, never a control character. */
import { pino, type Logger } from 'pino'

/** Wherever a value with one of these names appears in a logged object, it is replaced. */
const hidden = [
  'password',
  'token',
  'secret',
  'code',
  'cookie',
  'authorization',
  'sealed',
  'accessToken',
  'refreshToken',
]

export interface LogOptions {
  readonly level?: string
  /** Where lines go; standard output by default. */
  readonly write?: (line: string) => void
  /** For people; by default when standard output is a terminal. */
  readonly pretty?: boolean
}

export function createLog({
  level = 'info',
  write = (line) => void process.stdout.write(line),
  pretty = process.stdout.isTTY,
}: LogOptions = {}): Logger {
  return pino(
    {
      level,
      base: null,
      redact: { paths: hidden.flatMap((name) => [name, `*.${name}`, `*.*.${name}`]), censor: '[hidden]' },
    },
    { write: (line: string) => write(pretty ? forPeople(line) : line) },
  )
}

const levels: Readonly<Record<number, string>> = { 20: 'debug', 30: '     ', 40: 'warn ', 50: 'error', 60: 'fatal' }

/** `12:04:05 warn  message  {"rest":…}`. The rest stays JSON, which cannot carry line breaks or terminal codes. */
export function forPeople(line: string): string {
  const { time, level, msg, ...rest } = JSON.parse(line) as { time: number; level: number; msg?: string }
  const clock = new Date(time).toTimeString().slice(0, 8)
  const details = Object.keys(rest).length > 0 ? `  ${JSON.stringify(rest)}` : ''
  return `${clock} ${levels[level] ?? level} ${withoutControls(msg ?? '')}${details}\n`
}

/** A name from outside must not move the cursor or fake a line. */
const withoutControls = (text: string): string => text.replace(/[\p{Cc}\u2028\u2029]/gu, '�')
