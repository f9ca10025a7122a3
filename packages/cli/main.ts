/** `posthorn`: the API from a terminal. It parses, calls and prints; it decides nothing. */
import { Command } from 'commander'
import { ApiProblem } from '@posthorn/contract/client.ts'
import { connectAccount, connectPractice } from './connect.ts'
import { askPassword } from './password.ts'
import {
  draft,
  listChannels,
  plain,
  readPost,
  readToday,
  schedule,
  showAsset,
  showCard,
  upload,
  watch,
  write,
  type When,
} from './posts.ts'
import { readSession, Refusal, sessionFile, signIn, signOut } from './session.ts'

const print = (line: string): void => void process.stdout.write(`${line}\n`)
const file = sessionFile()
const list = (value: string): string[] =>
  value
    .split(',')
    .map((word) => word.trim())
    .filter(Boolean)

const program = new Command('posthorn')
  .description('Write, schedule and publish posts from a terminal.')
  .option('--json', 'print answers as JSON, for programs')
const show = (value: unknown, lines: () => readonly string[]): void => {
  if (program.opts<{ json?: boolean }>().json) print(JSON.stringify(value))
  else lines().forEach(print)
}

const channelLine = (one: Awaited<ReturnType<typeof listChannels>>[number]): string =>
  [one.state, one.network, one.platform, plain(one.handle), plain(one.name), one.id].join('  ')

program
  .command('sign-in')
  .description('start a session and keep it in a file that only you may read')
  .argument('<url>', 'where Posthorn runs')
  .requiredOption('--email <address>')
  .option('--workspace <name>', 'which workspace; your first one without it')
  .action(async (url: string, { email, workspace }: { email: string; workspace?: string }) => {
    print(`Signed in to ${plain(await signIn(file, { url, email, workspace, password: await askPassword() }))}.`)
  })

program
  .command('sign-out')
  .description('end the session')
  .action(() => signOut(file))

program
  .command('channels')
  .description('list connected accounts')
  .action(async () => {
    const channels = await listChannels(await readSession(file))
    show(channels, () => channels.map(channelLine))
  })

program
  .command('connect')
  .description('connect an account: a practice account, or one with an app password, which is asked for')
  .argument('<platform>')
  .argument('[account]', 'the handle or server, as the network writes it')
  .option('--sandbox', 'the practice account of this platform')
  .action(async (platform: string, typed: string | undefined, { sandbox }: { sandbox?: boolean }) => {
    const session = await readSession(file)
    const channels = sandbox
      ? await connectPractice(session, platform)
      : await connectAccount(session, { platform, typed }, () => askPassword('App password'))
    show(channels, () => channels.map(channelLine))
  })

program
  .command('write')
  .description('make a draft: of your text, or of a link or file by the writer')
  .argument('[text]')
  .option('--from <source>', 'a link or a file to write from')
  .option('--brief <words>', 'what the writer should keep in mind', '')
  .option('--channels <names>', 'handles, names, platforms or ids, separated by commas; all without it', list)
  .option('--media <files>', 'pictures, a video or a document to publish with your text, separated by commas', list)
  .action(
    async (
      text: string | undefined,
      { from, brief, channels, media }: { from?: string; brief: string; channels?: string[]; media?: string[] },
    ) => {
      if ((text === undefined) === (from === undefined))
        throw new Refusal('Give a text, or --from with a link or file.')
      if (media && from !== undefined) throw new Refusal('Give --media with a text of yours.')
      const session = await readSession(file)
      const post =
        from === undefined
          ? await draft(session, text ?? '', { wanted: channels, files: media ?? [] })
          : await write(session, { from, brief, wanted: channels })
      show(post, () => [post.id])
    },
  )

program
  .command('upload')
  .description('put a file into the library, and say what it is')
  .argument('<file>')
  .option('--alt <words>', 'describe it for people who cannot see it', '')
  .action(async (path: string, { alt }: { alt: string }) => {
    const asset = await upload(await readSession(file), path, alt)
    show(asset, () => [`${asset.id}  ${showAsset(asset)}`])
  })

program
  .command('schedule')
  .description('plan a post')
  .argument('<post>')
  .option('--at <time>', 'as the clock shows it, such as 2026-11-27T09:00; the next free slots without it')
  .option('--zone <zone>', 'the time zone of --at', Intl.DateTimeFormat().resolvedOptions().timeZone)
  .action(async (id: string, { at, zone }: { at?: string; zone: string }) => {
    const when: When = at === undefined ? { is: 'next-slot' } : { is: 'at', wallTime: at, zone }
    const post = await schedule(await readSession(file), id, when)
    show(post, () => post.publications.map(showCard))
  })

program
  .command('publish')
  .description('publish a post now, and watch it arrive')
  .argument('<post>')
  .action(async (id: string) => {
    const session = await readSession(file)
    await schedule(session, id, { is: 'now' })
    if (!(await watch(session, id, print))) process.exitCode = 1
  })

program
  .command('status')
  .description('a post, or what needs you, comes next and went out')
  .argument('[post]')
  .action(async (id: string | undefined) => {
    const session = await readSession(file)
    if (id === undefined) {
      const today = await readToday(session)
      return show(today, () => [...today.needsYou, ...today.next, ...today.wentOut].map(showCard))
    }
    const post = await readPost(session, id)
    return show(post, () => (post.publications.length > 0 ? post.publications.map(showCard) : ['draft']))
  })

program
  .command('watch')
  .description('say each change of a post until it is out; ends with 1 if a part is not')
  .argument('<post>')
  .action(async (id: string) => {
    if (!(await watch(await readSession(file), id, print))) process.exitCode = 1
  })

try {
  await program.parseAsync()
} catch (error) {
  if (error instanceof ApiProblem) {
    const { title, todo, details = [] } = error.problem
    process.stderr.write(
      [title, ...details.map(({ field, says }) => `  ${field ?? ''} ${says}`), todo].filter(Boolean).join('\n') + '\n',
    )
  } else if (error instanceof Refusal) process.stderr.write(`${error.message}\n`)
  else throw error
  process.exitCode = 1
}
