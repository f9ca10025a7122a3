/** Doors for tests: one that is shut, one that serves pages from memory. */
import type { Door } from '../read/url.ts'

export const noDoor: Door = {
  get: () => Promise.reject(new TypeError('this test goes nowhere')),
}

export interface Page {
  readonly status?: number
  readonly type?: string
  readonly body: string | Uint8Array
  readonly finalUrl?: string
}

/** Anything not listed answers 404. */
export const pagesDoor = (pages: Readonly<Record<string, Page>>): Door => ({
  get: (url) => {
    const page = pages[url] ?? { status: 404, type: 'text/plain', body: 'not here' }
    const body = typeof page.body === 'string' ? new TextEncoder().encode(page.body) : page.body
    return Promise.resolve({
      finalUrl: page.finalUrl ?? url,
      status: page.status ?? 200,
      headers: { 'content-type': page.type ?? 'text/html; charset=utf-8' },
      body,
    })
  },
})
