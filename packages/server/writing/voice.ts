/** A voice, minimal form: rules a person wrote. Measured features are added beside them. */
import { z } from 'zod'

const phrases = z.array(z.string().min(1).max(80)).max(200)

export const voiceRules = z.object({
  /** Never in a text, in any case of letters. */
  banned: phrases.default([]),
  /** Names, slogans, handles the writer may use though no source has them. */
  known: phrases.default([]),
  hashtags: z.object({ most: z.number().int().min(0).max(30), own: phrases.default([]) }).optional(),
  emoji: z.enum(['never', 'as-source']).default('as-source'),
  signOff: z.string().max(200).default(''),
  disclosure: z.string().max(200).default(''),
  guidance: z.string().max(2000).default(''),
  linkInBio: z.boolean().default(false),
  numbering: z.boolean().default(false),
})
export type VoiceRules = z.infer<typeof voiceRules>

export const plainVoice: VoiceRules = voiceRules.parse({})
