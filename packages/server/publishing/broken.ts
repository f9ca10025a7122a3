/** What to do with a publication that breaks the program: a mistake of ours, which no network and no person made. */
import { isConnectionTrouble, sqlState } from '../database/errors.ts'
import { loadDue, type Due } from './due.store.ts'
import { write } from './fenced.store.ts'
import { ask } from './park.ts'
import { troubleOf } from './problem.ts'
import { backOffSeconds } from './verdict.ts'
import type { After, Turn } from './work.ts'

/** After so many breakdowns a person is asked: about an hour. */
const mostBreakdowns = 10
/** As many as a turn serves at most. */
const mostDue = 20

/**
 * Sets it aside for a while, so that the others of its lane go on, and asks a person in the end. What was sent stays
 * recorded: the next turn looks before anything else. Throws what is the database's trouble, or the end of us.
 */
export async function breakDown(turn: Turn, broken: Due, error: unknown): Promise<After> {
  if (isConnectionTrouble(error) || sqlState(error) !== undefined || turn.signal.aborted) throw error
  turn.parts.log.error(
    { err: error, publication: broken.id, workspaceId: broken.workspaceId },
    'a publication broke its turn',
  )
  // As it stands now: some steps may have been written before it broke.
  const due = (await loadDue(turn.parts.worker.pool, turn.lane, mostDue)).find(({ id }) => id === broken.id)
  if (!due) return 'away'
  const retries = due.retries + 1
  if (retries > mostBreakdowns) return giveUp(turn, due)
  const saved = await write(turn.parts.worker.pool, turn.lane, due, {
    set: { retries },
    wakeIn: backOffSeconds(retries, turn.chance()),
    events: [{ kind: 'broke' }],
  })
  return saved ? 'away' : 'stop'
}

/** A person is asked; of a post that is out only an extra broke, and that is a note on it. */
async function giveUp(turn: Turn, due: Due): Promise<After> {
  if (due.state !== 'published' && due.state !== 'handed_over') return ask(turn, due, { code: 'publishing.broke' })
  const told = troubleOf({ code: 'publishing.broke' })
  const saved = await write(turn.parts.worker.pool, turn.lane, due, {
    set: { notes: [...due.notes, told] },
    wakeIn: null,
    ended: true,
    clean: true,
    events: [{ kind: 'note', data: told }],
  })
  return saved ? 'away' : 'stop'
}
