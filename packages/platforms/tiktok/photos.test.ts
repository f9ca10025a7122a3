import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import {
  channel,
  freeStep,
  freeze,
  image,
  intent,
  isPure,
  memory,
  onceStep,
  reply,
  storedCall,
  version,
} from '../testing/stored.ts'
import { isSameText } from './adapter.photos.ts'
import { tiktok } from './adapter.ts'
import * as answers from './fixtures/answers.ts'
import { scopes } from './scopes.ts'
import type { Settings } from './settings.ts'

const creator = channel({ kind: 'creator', handle: 'kim.then', facts: { scopes: scopes.direct } })
const photos = ['a', 'b'].map((id) => image(id, { size: [810, 1080] }))
const planOf = (text: string, settings: Settings, where = creator) =>
  tiktok.plan(freeze(version(text, settings, photos)), where)
const everyone = { privacy: 'PUBLIC_TO_EVERYONE', title: 'Trip', coverPhoto: 2, addMusic: true } as const
const steps = planOf('Three days in #porto', everyone)
const init = onceStep(steps, 'init')
const addresses = ['https://media.example/a', 'https://media.example/b']
const kept = memory({ urls: addresses, creator: { username: 'kim.makes' } })

test('addresses are made just before', async () => {
  expect(await freeStep(steps, 'urls').run(storedCall(), memory())).toEqual({ is: 'done', value: addresses })
})

describe('init', () => {
  test('names words, audience and addresses', () => {
    expect(init.request(kept)).toEqual({
      method: 'POST',
      url: 'https://open.tiktokapis.com/v2/post/publish/content/init/',
      as: 'channel',
      body: {
        is: 'json',
        value: {
          media_type: 'PHOTO',
          post_mode: 'DIRECT_POST',
          post_info: {
            title: 'Trip',
            description: 'Three days in #porto',
            privacy_level: 'PUBLIC_TO_EVERYONE',
            disable_comment: true,
            auto_add_music: true,
            brand_content_toggle: false,
            brand_organic_toggle: false,
          },
          source_info: { source: 'PULL_FROM_URL', photo_cover_index: 1, photo_images: addresses },
        },
      },
    })
    expect(isPure(init, kept)).toBe(true)
  })
  test('of a draft has words alone, and none that are empty', () => {
    const draft = onceStep(planOf('', { mode: 'inbox', title: 'Later' }), 'init')
    expect(draft.request(kept)).toMatchObject({
      body: {
        value: { post_mode: 'MEDIA_UPLOAD', post_info: { title: 'Later' }, source_info: { photo_cover_index: 0 } },
      },
    })
    const body = draft.request(kept).body
    expect(body?.is === 'json' && Object.keys((body.value as { post_info: object }).post_info)).toEqual(['title'])
  })
  test('the answer has the id, or is unreadable', () => {
    expect(init.read(reply(200, answers.enveloped({ publish_id: 'p_pub_url~v2.1' })), kept)).toEqual({
      is: 'done',
      value: { publishId: 'p_pub_url~v2.1' },
    })
    expect(() => init.read(reply(200, '{"data":{"publ'), kept)).toThrow('without an id')
  })
})

describe('a lost answer', () => {
  const look = (videos: readonly object[], taken: readonly string[] = []) => {
    const call = storedCall(reply(200, answers.enveloped({ videos, has_more: false })))
    return init.find(call, kept, intent(init.request(kept), taken))
  }
  test('is found by its words among what is public since', async () => {
    expect(await look([answers.listed({ id: '1', video_description: 'Other' }), answers.listed()])).toEqual({
      is: 'live',
      remote: { id: answers.postId, url: `https://www.tiktok.com/@kim.makes/photo/${answers.postId}`, at: 'public' },
      value: { postId: answers.postId },
      seen: 'among the newest public posts',
    })
  })
  test.each([
    ['older', answers.listed({ create_time: answers.at10 - 61 }), []],
    ['somebody else’s', answers.listed(), [answers.postId]],
    ['with other words', answers.listed({ video_description: 'Three days' }), []],
    ['with a rounded id', answers.listed({ id: 7678907398077075000 }), []],
  ])('one that is %s is not ours', async (_, video, taken) => {
    expect(await look([video], taken)).toEqual({
      is: 'absent',
      sure: false,
      seen: 'not among the 1 newest public posts',
    })
  })
  test('two that fit are a doubt', async () => {
    expect(await look([answers.listed(), answers.listed({ id: '8' })])).toMatchObject({ is: 'unsure' })
  })
  test('is never sent again by itself', () => {
    expect(init.resend).toBeUndefined()
  })
  test.each<[string, Settings, string[]]>([
    ['of few', { privacy: 'SELF_ONLY' }, [...scopes.direct]],
    ['of a draft', { mode: 'inbox' }, [...scopes.direct]],
    ['without the permission to list', everyone, ['video.publish']],
  ])('%s is not looked for', async (_, settings, granted) => {
    const blind = onceStep(planOf('Hi', settings, channel({ facts: { scopes: granted } })), 'init')
    const call = storedCall()
    expect(await blind.find(call, kept, intent(blind.request(kept)))).toMatchObject({ is: 'unsure' })
    expect(call.sent).toEqual([])
  })
  test('without a text the title is what it is known by', async () => {
    const titled = onceStep(planOf('', everyone), 'init')
    const videos = [answers.listed({ video_description: '', title: 'Trip' })]
    const call = storedCall(reply(200, answers.enveloped({ videos })))
    expect(await titled.find(call, kept, intent(titled.request(kept)))).toMatchObject({ is: 'live' })
  })
})

describe('texts that are cut when they are read back', () => {
  const words = fc.string({ minLength: 1, maxLength: 300, unit: 'grapheme' }).filter((text) => text.trim() !== '')
  test('are known by what is left', () => {
    fc.assert(fc.property(words, (text) => isSameText(text, text.slice(0, 150))))
  })
  test('are others if what is left differs', () => {
    fc.assert(
      fc.property(words, fc.nat(100), (text, at) => {
        const other = `${text.slice(0, at)}Ω≠${text.slice(at)}`
        expect(isSameText(text, other.slice(0, 150))).toBe(false)
      }),
    )
  })
  test('may end in dots', () => {
    const long = 'word '.repeat(60)
    expect(isSameText(long, `${long.slice(0, 147)}...`)).toBe(true)
    expect(isSameText(long, long.slice(0, 20))).toBe(false)
  })
})
