/** Small servers of the loopback kind for the tests of this folder. */
import { once } from 'node:events'
import { readFile } from 'node:fs/promises'
import { createServer, type RequestListener } from 'node:http'
import { createServer as createSecureServer } from 'node:https'
import { createServer as createSocketServer, type AddressInfo, type Server, type Socket } from 'node:net'

export interface TestServer extends AsyncDisposable {
  readonly origin: string
  readonly port: number
}

async function listening(server: Server, sockets: Set<Socket>): Promise<TestServer> {
  server.on('connection', (socket) => {
    sockets.add(socket)
    socket.on('error', () => undefined).on('close', () => sockets.delete(socket))
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  return {
    port,
    origin: `http://127.0.0.1:${port}`,
    async [Symbol.asyncDispose]() {
      for (const socket of sockets) socket.destroy()
      server.close()
      if (server.listening) await once(server, 'close')
    },
  }
}

export const serve = (handle: RequestListener): Promise<TestServer> => listening(createServer(handle), new Set())

/** TLS with a certificate that nobody vouches for. */
export async function serveUntrusted(handle: RequestListener): Promise<TestServer> {
  const pem = await readFile(new URL('./fixtures/untrusted.pem', import.meta.url))
  return await listening(createSecureServer({ key: pem, cert: pem }, handle), new Set())
}

/** What happens on the bare connection is up to the test. */
export const serveSockets = (handle: (socket: Socket) => void): Promise<TestServer> =>
  listening(createSocketServer(handle), new Set())

/** An address at which nobody listens. */
export async function deadOrigin(): Promise<string> {
  await using server = await serveSockets(() => undefined)
  return server.origin
}
