/** A place where networks that pull media find it, for one test. */
import { createServer } from 'node:http'
import { once } from 'node:events'
import type { AddressInfo } from 'node:net'
import type { Practice } from './practice.testing.ts'

interface Served {
  readonly bytes: Uint8Array<ArrayBuffer>
  readonly type: string
}

/** Named to the sandbox as the origin of our own media, so that it is fetched from. */
export async function mediaFor(box: Practice) {
  const files = new Map<string, Served>()
  const server = createServer((request, response) => {
    const file = files.get(request.url ?? '')
    response.writeHead(file ? 200 : 404, { 'content-type': file?.type ?? 'text/plain' })
    response.end(file?.bytes)
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  await box.control('/media', { origin })
  return {
    origin,
    /** The address of a file from now on. */
    put(name: string, bytes: Uint8Array<ArrayBuffer>, type: string): string {
      files.set(`/${name}`, { bytes, type })
      return `${origin}/${name}`
    },
    async [Symbol.asyncDispose]() {
      server.closeAllConnections()
      server.close()
      await once(server, 'close')
    },
  }
}
