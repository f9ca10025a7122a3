/**
 * What a channel says to a draft: how much room is left, what is wrong, what followers will see, what is promised and
 * charged. Everything is asked of the platform's own composer, which the server asks too.
 */
import i18next from 'i18next'
import { toJSONSchema } from 'zod'
import { advice, sentence } from '@posthorn/domain/problems.ts'
import { count } from '@posthorn/domain/text/count.ts'
import { fitsUntil } from '@posthorn/domain/text/fits.ts'
import type * as platform from '@posthorn/platforms/interface'
import type { Channel } from '../../app/api.ts'
import type { Content, Version } from './draft.ts'
import { labelAt } from './fields.ts'
import { fieldsOf, settingWith } from './schema.ts'
import type { Asset, Finding, Poll, Room, Verdict } from './verdict.ts'

/** The channel as a platform's composer knows it. */
export const composerChannel = ({ id, remoteId, kind, via, handle, host, facts }: Channel): platform.Channel => ({
  id,
  remoteId,
  kind,
  via,
  handle,
  ...(host !== null && { host }),
  facts: facts as platform.Channel['facts'],
})

/** A file of the library as a platform's composer knows it. Files still on their way are left out. */
function renditions(
  media: Content['parts'][number]['media'],
  assets: ReadonlyMap<string, Asset>,
): platform.Rendition[] {
  return media.flatMap(({ assetId, alt }) => {
    const asset = assets.get(assetId)
    if (!asset) return []
    const { id, kind, type, bytes, width, height, seconds, fps, codecs, pages } = asset
    return [
      {
        id,
        kind,
        type,
        bytes,
        sha256: id,
        ...(width !== null && height !== null && { size: [width, height] as const }),
        ...(seconds !== null && { seconds }),
        ...(fps !== null && { fps }),
        ...(codecs !== null && { codecs }),
        ...(pages !== null && { pages }),
        alt: alt ?? asset.alt,
      },
    ]
  })
}

/** The version that would be published. */
function versionOf(
  content: Content,
  settings: Version['settings'],
  assets: ReadonlyMap<string, Asset>,
): platform.Version {
  const [first, ...rest] = content.parts.map((part) => ({ text: part.text, media: renditions(part.media, assets) }))
  const files = Object.entries(content.files).flatMap(([name, media]) =>
    renditions([media], assets).map((file) => [name, file] as const),
  )
  return {
    parts: [first ?? { text: '', media: [] }, ...rest],
    settings,
    ...(content.firstComment !== null && content.firstComment !== '' && { firstComment: content.firstComment }),
    ...(files.length > 0 && { files: Object.fromEntries(files) }),
  }
}

export function judge(
  composer: platform.Composer,
  channel: Channel,
  content: Content,
  settings: Version['settings'],
  assets: ReadonlyMap<string, Asset>,
  options?: platform.Options,
): Verdict {
  const account = composerChannel(channel)
  const version = versionOf(content, settings, assets)
  const rules = composer.limits(account)
  // Half-filled settings are a finding of `validate`; preview and price go on without them.
  const sound = composer.settings.safeParse(settings).success ? version : { ...version, settings: {} }
  const form = composer.form(sound)
  const text = (rules.forms[form] ?? Object.values(rules.forms)[0])?.text
  const measure = (beginning: string): number =>
    composer.length?.(beginning, sound, account) ?? count(beginning, text?.count ?? 'graphemes')
  const violations = composer.validate(version, account, options)
  const price = composer.price?.(sound)
  const consent = composer.consent?.(sound)
  const poll = pollOf(composer, sound.settings)
  return {
    channelId: channel.id,
    form: rules.forms[form] ? form : null,
    inbox: rules.forms[form]?.inbox === true,
    rules,
    left: version.parts.map((part) => (text ? room(part.text, text.max, measure) : { left: 0, max: 0 })),
    findings: violations.map(({ problem, values, ...place }) => ({
      channelId: channel.id,
      code: problem,
      ...wordsOf(composer, problem, values),
      ...place,
    })),
    preview: composer.preview(sound, account),
    promise: composer.promise(sound, account),
    ...(poll && { poll }),
    ...(consent && { consent }),
    ...(price !== undefined && { price }),
  }
}

/** Of a setting it is said what the form calls it, and at its field only what is wrong with it. */
function wordsOf(
  composer: platform.Composer,
  code: string,
  values: platform.Violation['values'] = {},
): Pick<Finding, 'says' | 'todo' | 'atField'> {
  const { setting, why } = values
  if (code !== 'post.setting' || typeof setting !== 'string' || typeof why !== 'string') {
    const todo = advice(code, values)
    return { says: sentence(code, values), ...(todo && { todo }) }
  }
  const wrong = ofSchema.test(why) ? i18next.t('composer:settings.invalid') : `${why.replace(/[.]$/, '')}.`
  const atField = wrong.charAt(0).toLocaleUpperCase() + wrong.slice(1)
  return { says: `${labelAt(fieldsOf(schemaOf(composer)), setting) ?? setting}: ${atField}`, atField }
}
/** How a schema complains when no platform gave it words for people. */
const ofSchema = /^(?:Invalid|Too|Unrecognized|Expected)\b/

/** The poll among the settings, by the widget that draws it. */
function pollOf(composer: platform.Composer, settings: object): Poll | undefined {
  const [, poll] = Object.entries(settings).find(([name]) => name === settingWith(schemaOf(composer), 'poll')) ?? []
  if (typeof poll !== 'object' || poll === null || !('options' in poll) || !Array.isArray(poll.options))
    return undefined
  const list: readonly unknown[] = poll.options
  const options = list.filter((one): one is string => typeof one === 'string' && one.trim() !== '')
  return { options, ...('question' in poll && typeof poll.question === 'string' && { question: poll.question }) }
}

const schemas = new WeakMap<platform.Composer, object>()
function schemaOf(composer: platform.Composer): object {
  const schema = schemas.get(composer) ?? toJSONSchema(composer.settings, { io: 'input', unrepresentable: 'any' })
  schemas.set(composer, schema)
  return schema
}

function room(text: string, max: number, measure: (beginning: string) => number): Room {
  const left = max - measure(text)
  return left >= 0 ? { left, max } : { left, max, overFrom: fitsUntil(text, max, measure) }
}
