/** Where an account lives, as it is kept. Pure. */
import { z } from 'zod'

const Word = z.string().min(1).max(300)
const Address = z.string().max(2_000)
/** A host as addresses have it: lower case, a port only where it is not the usual one. */
const Host = z
  .string()
  .max(260)
  .refine((host) => URL.canParse(`https://${host}/`) && new URL(`https://${host}/`).host === host)

/** A place as it is kept from the attempt to the grant. No secret is in it. */
export const Located = z.object({
  /** What the person typed: it finds the server again. */
  typed: Word,
  host: Host,
  subject: Word.exactOptional(),
  hint: Word.exactOptional(),
  issuer: Address.exactOptional(),
  endpoints: z
    .object({
      authorize: Address,
      token: Address,
      revoke: Address.exactOptional(),
      push: Address.exactOptional(),
    })
    .exactOptional(),
  scopes: z.array(Word).max(100).exactOptional(),
})
export type Located = z.output<typeof Located>
