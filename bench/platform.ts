import { z } from 'zod'
import { definePlatform } from '@posthorn/platforms/interface'

const fact = { on: '2026-11-25', source: 'made up for measurements', sure: true }

/** The plainest platform there can be: one text, one irrevocable request, no caps. */
export const benchPlatform = definePlatform({
  rules: {
    id: 'bench',
    label: 'Bench',
    hosts: ['bench.example'],
    forms: { post: { label: 'Post', text: { max: 1000, count: 'utf16' }, parts: 1, media: {}, fact } },
    quotas: [],
    measures: { post: [], channel: [] },
    fetchesMedia: 'never',
    can: { remove: false, firstComment: false },
    lookCost: 0,
  },
  settings: z.object({}),
  limits() {
    return this.rules
  },
  form: () => 'post',
  validate: ({ parts }) => (parts[0].text.length > 1000 ? [{ problem: 'post.text-too-long', blocks: true }] : []),
  preview: () => ({ parts: [], notes: [] }),
  promise: () => 'searched',
  connect: [
    {
      via: 'own',
      how: 'app-password',
      ask: { label: 'Handle', example: 'ada' },
      session: {
        make: '/session',
        renew: '/renew',
        fields: { identifier: 'identifier', password: 'password', access: 'access', refresh: 'refresh' },
      },
    },
  ],
  version: 1,
  identify: async () => [],
  plan: (frozen, channel) => [
    {
      name: 'create',
      for: 'post',
      repeat: 'never',
      look: [60],
      request: () => ({
        method: 'POST',
        url: 'https://bench.example/posts',
        as: 'channel',
        body: { is: 'json', value: { account: channel.remoteId, text: frozen.parts[0].text } },
      }),
      read: ({ body }) => {
        const { id } = body as { id?: string }
        if (!id) throw new Error('no id')
        return { is: 'live', remote: { id: `${channel.remoteId}/${id}`, at: 'public' } }
      },
      find: async () => ({ is: 'unsure', why: 'nothing can be read here' }),
    },
  ],
  classify: () => undefined,
})
