/** Looking for a post of ours whose answer was lost: under its own key, at the account's own server, which is never late. */
import type { Call, Channel, Found, Remote } from '../interface.ts'
import { at, get, str } from '../reply.ts'
import { see } from './adapter.errors.ts'
import { collections } from './adapter.records.ts'
import { xrpc } from './adapter.wire.ts'
import { rkeyOf } from './post-address.ts'

export const remoteOf = ({ remoteId }: Channel, uri: string): Remote => ({
  id: uri,
  url: `https://bsky.app/profile/${remoteId}/post/${rkeyOf(uri)}`,
  at: 'public',
})

interface Wanted {
  readonly rkey: string
  /** Written by us into the record: it tells ours from anything else that could stand there. */
  readonly createdAt: string
}

export async function findPost(call: Call, channel: Channel, { rkey, createdAt }: Wanted): Promise<Found> {
  const query = { repo: channel.remoteId, collection: collections.post, rkey }
  const reply = await call.send(get(xrpc(channel, 'com.atproto.repo.getRecord', query), 'nobody'), [400, 404])
  const { error, words } = see(reply)
  if (error === 'RecordNotFound') return { is: 'absent', sure: true, seen: 'nothing stands at the key of this post' }
  const uri = str(at(reply.body, 'uri'))
  const cid = str(at(reply.body, 'cid'))
  if (uri === '' || cid === '') return { is: 'unsure', why: `the server does not show the account’s records: ${words}` }
  if (str(at(reply.body, 'value', 'createdAt')) !== createdAt)
    return { is: 'unsure', why: 'another post stands at the key of this one' }
  return { is: 'live', remote: remoteOf(channel, uri), value: { uri, cid }, seen: 'the record stands at its own key' }
}
