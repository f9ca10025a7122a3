/** Addresses TikTok fetches media from (sheet 6.2): https, a domain, and proven to be the app's own. */
import { look, type StoredFile } from '../../sandbox/files.ts'
import type { Visit } from '../../sandbox/ledger.ts'
import type { Pulled } from '../../sandbox/pull.ts'
import { photo, video } from '../rules.ts'
import { refuse } from './answers.ts'
import { missed, takeFilm, takePhotos } from './publish.ts'
import type { Publish, State } from './state.ts'

/** Listed as a domain, it covers its sub-domains; as an address, all that begin with it. */
function isVerified(state: State, address: string): boolean {
  if (!URL.canParse(address)) return false
  const { protocol, hostname, href } = new URL(address)
  if (protocol !== 'https:' || /^[\d.]+$|^\[/.test(hostname)) return false // no IP of either version
  const proven = state.settings.verifiedPrefixes.split(',').map((one) => one.trim())
  return proven
    .filter(Boolean)
    .some((one) =>
      one.startsWith('https://') ? href.startsWith(one) : hostname === one || hostname.endsWith(`.${one}`),
    )
}

/** The file, or why there is none. Throws the refusal of an address that is not the app's own. */
async function fetched(state: State, visit: Visit, address: string, maxBytes: number): Promise<Pulled> {
  const pulled = await state.world.pull(address, maxBytes)
  const ours = state.settings.mediaVerified && !(pulled.is === 'refused' && pulled.why === 'address')
  if (state.world.fault(visit, 'url_not_verified') || (!ours && !isVerified(state, address)))
    throw refuse(state, 'url_ownership_unverified')
  return pulled
}

/** What a film at an address becomes, once the address is found good. */
export async function pullFilm(state: State, visit: Visit, address: string, begin: () => Publish): Promise<Publish> {
  const pulled = await fetched(state, visit, address, video.bytes)
  const publish = begin()
  if (pulled.is === 'file') await takeFilm(state, visit, publish, pulled.bytes)
  else missed(state, visit, publish)
  return publish
}

export async function pullPhotos(
  state: State,
  visit: Visit,
  addresses: readonly string[],
  begin: () => Publish,
): Promise<Publish> {
  const photos: StoredFile[] = []
  for (const address of addresses) {
    const pulled = await fetched(state, visit, address, photo.bytes)
    if (pulled.is === 'file') photos.push({ ...(await look(pulled.bytes)), bytes: pulled.bytes })
  }
  const publish = begin()
  if (photos.length === addresses.length) takePhotos(state, visit, publish, photos)
  else missed(state, visit, publish)
  return publish
}
