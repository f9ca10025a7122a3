/** The built web app: files with a hash in their name for ever, every other address the one page that routes by itself. */
import { readFile, realpath } from 'node:fs/promises'
import { extname, join, sep } from 'node:path'

const types: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.json': 'application/json',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.ico': 'image/x-icon',
  '.woff2': 'font/woff2',
  '.webmanifest': 'application/manifest+json',
  '.txt': 'text/plain; charset=utf-8',
}

/** Answers GET requests out of a folder; undefined for other methods and for files that are not there. */
export function webApp(folder: string): (request: Request) => Promise<Response | undefined> {
  return async (request) => {
    if (request.method !== 'GET' && request.method !== 'HEAD') return undefined
    const path = decode(new URL(request.url).pathname)
    if (path === undefined) return undefined
    const file = extname(path) === '' ? undefined : await read(folder, path)
    // A missing file is missing; only addresses without an ending belong to the page.
    if (extname(path) !== '' && types[extname(path)] !== undefined) {
      return (
        file &&
        answer(file, extname(path), path.startsWith('/assets/') ? 'public, max-age=31536000, immutable' : 'no-cache')
      )
    }
    const page = await read(folder, '/index.html')
    return page ? answer(page, '.html', 'no-cache') : notBuilt()
  }
}

const answer = (body: Uint8Array<ArrayBuffer>, ending: string, caching: string): Response =>
  new Response(body, {
    headers: { 'content-type': types[ending] ?? 'application/octet-stream', 'cache-control': caching },
  })

const notBuilt = (): Response =>
  new Response(
    '<!doctype html><html lang="en"><meta charset="utf-8"><title>Posthorn</title><h1>The web app is not built yet</h1><p>Run <code>npm start</code>, or <code>npm run build</code>, then reload this page. The API works already: <a href="/api/v1/docs">see its description</a>.</p></html>',
    { status: 503, headers: { 'content-type': 'text/html; charset=utf-8' } },
  )

function decode(path: string): string | undefined {
  try {
    const plain = decodeURIComponent(path)
    return plain.includes('\0') || plain.includes('\\') ? undefined : plain
  } catch {
    return undefined
  }
}

/** Only what really lies inside the folder, links followed. */
async function read(folder: string, path: string): Promise<Uint8Array<ArrayBuffer> | undefined> {
  try {
    const [root, file] = await Promise.all([realpath(folder), realpath(join(folder, path))])
    return file.startsWith(root + sep) ? new Uint8Array(await readFile(file)) : undefined
  } catch {
    return undefined
  }
}
