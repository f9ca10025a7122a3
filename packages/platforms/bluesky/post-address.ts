/** Where a post is, in the network's two ways of writing it. Pure; used by composer and adapter. */
export interface PostAddress {
  /** A DID or a handle. */
  readonly actor: string
  readonly rkey: string
}

const page = /^https:\/\/bsky\.app\/profile\/([^/?#\s]+)\/post\/([a-z2-7]{13})\/?(?:[?#]\S*)?$/
const uri = /^at:\/\/([^/?#\s]+)\/app\.bsky\.feed\.post\/([a-z2-7]{13})$/

/** "https://bsky.app/profile/ada.example.com/post/3k…" or "at://did:plc:…/app.bsky.feed.post/3k…". */
export function postAddress(text: string): PostAddress | undefined {
  const [, actor, rkey] = page.exec(text.trim()) ?? uri.exec(text.trim()) ?? []
  return actor === undefined || rkey === undefined ? undefined : { actor: decodeURIComponent(actor), rkey }
}

/** The part of an at-uri after its last slash. */
export const rkeyOf = (at: string): string => at.slice(at.lastIndexOf('/') + 1)
