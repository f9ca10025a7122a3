import { z } from 'zod'
import { Instant } from './common.ts'

export const MeasuredValue = z.union([z.number(), z.enum(['unsupported', 'not yet'])]).meta({
  description: 'A number; or that the network does not tell this at all, or not yet. Never 0 for either.',
})
export const Values = z.record(z.string(), MeasuredValue)

export const Snapshot = z.object({ fetchedAt: Instant, values: Values }).meta({ id: 'Snapshot' })

/** What is known of a publication's or a channel's numbers. */
export const Measures = z
  .object({
    names: z.array(z.string()).meta({ description: 'What this network can tell, in its order.' }),
    automatic: z.boolean().meta({ description: 'Posthorn asks by itself; otherwise only when a person does.' }),
    latest: Snapshot.nullable(),
    earlier: z.array(Snapshot),
    trouble: z.object({ at: Instant, words: z.string() }).nullable().meta({ description: 'Since the latest answer.' }),
  })
  .meta({ id: 'Measures' })
