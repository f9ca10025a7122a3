import { request } from 'undici'
import { expect, test } from 'vitest'
import { listen } from './listen.ts'

const host = '127.0.0.1'
const get = async (port: number, path = '/') => {
  const { statusCode, body } = await request(`http://${host}:${port}${path}`)
  return [statusCode, await body.text()] as const
}

test('a taken port gives way to the next free one, unless it was asked for by name', async () => {
  await using first = await listen({ host, port: 0, isFixed: false })
  await using second = await listen({ host, port: first.port, isFixed: false })
  expect(second.port).toBeGreaterThan(first.port)
  await expect(listen({ host, port: first.port, isFixed: true })).rejects.toMatchObject({
    code: 'system.port-taken',
    values: { port: first.port, name: 'PORT' },
  })
})

test('visitors are asked to wait until the program is ready', async () => {
  await using listening = await listen({ host, port: 0, isFixed: false })
  expect(await get(listening.port, '/health')).toEqual([503, '{"status":"down"}'])
  expect((await get(listening.port))[0]).toBe(503)
  listening.use(() => new Response('ready'))
  expect(await get(listening.port)).toEqual([200, 'ready'])
})
