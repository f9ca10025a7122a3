/** Uploads one file with its progress. XMLHttpRequest, because a fetch does not tell how much has left. */
import { ApiProblem } from '../../app/api.ts'
import { randomKey } from './random-key.ts'
import type { Asset } from './verdict.ts'

interface Options {
  onProgress: (share: number) => void
  readonly signal: AbortSignal
}

/** Rejects with an ApiProblem the server said, with a TypeError without an answer, with an AbortError if stopped. */
export function upload(workspaceId: string, file: File, { onProgress, signal }: Options): Promise<Asset> {
  const { promise, resolve, reject } = Promise.withResolvers<Asset>()
  const request = new XMLHttpRequest()
  const base = import.meta.env.BASE_URL.replace(/\/$/, '')
  request.open('POST', `${base}/api/v1/workspaces/${workspaceId}/assets?name=${encodeURIComponent(file.name)}`)
  request.responseType = 'json'
  request.setRequestHeader('content-type', file.type || 'application/octet-stream')
  request.setRequestHeader('idempotency-key', randomKey())
  request.upload.addEventListener('progress', (event) => {
    if (event.lengthComputable) onProgress(event.loaded / event.total)
  })
  request.addEventListener('load', () => {
    const answer: unknown = request.response
    if (request.status === 201 || request.status === 200) resolve(answer as Asset)
    else reject(new ApiProblem(answer as ConstructorParameters<typeof ApiProblem>[0]))
  })
  request.addEventListener('error', () => reject(new TypeError('no answer')))
  request.addEventListener('abort', () => reject(new DOMException('stopped', 'AbortError')))
  signal.addEventListener('abort', () => request.abort(), { once: true })
  request.send(file)
  return promise
}
