/** Where a post is, in the network's two ways of writing it. Pure; used by composer and adapter. */
export interface PostAddress {
  /** A DID or a handle. */
  readonly actor: string
  readonly rkey: string
}

const page = /^https:\/\/bsky\.app\/profile\/([\w.:%-]+)\/post\/([a-z2-7]{13})\/?(?:[?#]\S*)?$/
const uri = /^at:\/\/([\w.:%-]+)\/app\.bsky\.feed\.post\/([a-z2-7]{13})$/
/** Browsers may write the colons of a DID as escapes. */
const isActor = /^(?:did:(?:plc|web):[\w.:-]+|[a-z0-9-]+(?:\.[a-z0-9-]+)+)$/i

/** "https://bsky.app/profile/ada.example.com/post/3k…" or "at://did:plc:…/app.bsky.feed.post/3k…". */
export function postAddress(text: string): PostAddress | undefined {
  const [, name = '', rkey = ''] = page.exec(text.trim()) ?? uri.exec(text.trim()) ?? []
  const actor = name.replaceAll(/%3A/gi, ':')
  return isActor.test(actor) ? { actor, rkey } : undefined
}

/** The part of an at-uri after its last slash. */
export const rkeyOf = (at: string): string => at.slice(at.lastIndexOf('/') + 1)
