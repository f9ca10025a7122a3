/** Answers of the app view: people, posts, threads (sheet sections 3, 8 and 12). */
import type { LexMap } from '@atproto/lex-data'
import { lexToJson } from '@atproto/lex-json'
import { followers } from '../../sandbox/growth.ts'
import { embedOf, figuresOf, labelsOf, parentOf, postsOf, quotedOf, quotesOff, repliesTo, type Kind } from './post.ts'
import { find } from './repo.ts'
import { seen, type Account, type State, type Stored } from './state.ts'
import { cidOf, listOf, mapOf, replyOf, wordsOf } from './values.ts'

type View = Readonly<Record<string, unknown>>

const cdn = 'https://cdn.bsky.app/img'
const profileOf = (account: Account): LexMap => find(account, 'app.bsky.actor.profile', 'self')?.value ?? {}
const displayName = (account: Account) => wordsOf(profileOf(account)['displayName']) || account.name

export const profileBasic = (account: Account): View => ({
  did: account.id,
  handle: account.handle,
  displayName: displayName(account),
  avatar: `${cdn}/avatar/plain/${account.id}/${cidOf(profileOf(account)['avatar']) ?? 'drawn'}@jpeg`,
  labels: [],
  createdAt: new Date(account.bornAt).toISOString(),
})

export const profileDetailed = (state: State, account: Account): View => ({
  ...profileBasic(account),
  description: wordsOf(profileOf(account)['description']) || 'Practice account: made up, nothing here is public.',
  indexedAt: new Date(account.bornAt).toISOString(),
  followersCount: followers(account.id, account.followers, account.bornAt, state.world.now()),
  followsCount: account.follows,
  postsCount: postsOf(state, account).length,
})

function pictures(account: Account, items: readonly LexMap[], small: 'thumb' | 'thumbnail'): readonly View[] {
  return items.map((item) => {
    const cid = cidOf(item['image']) ?? ''
    return {
      ...(small === 'thumbnail' ? { $type: 'app.bsky.embed.gallery#viewImage' } : {}),
      [small]: `${cdn}/feed_thumbnail/plain/${account.id}/${cid}@jpeg`,
      fullsize: `${cdn}/feed_fullsize/plain/${account.id}/${cid}@jpeg`,
      alt: wordsOf(item['alt']),
      ...(item['aspectRatio'] === undefined ? {} : { aspectRatio: item['aspectRatio'] }),
    }
  })
}

function external(account: Account, has: LexMap): View {
  const card = mapOf(has['external'])
  const thumb = cidOf(card['thumb'])
  return {
    external: {
      uri: card['uri'],
      title: card['title'],
      description: card['description'],
      ...(thumb === undefined ? {} : { thumb: `${cdn}/feed_thumbnail/plain/${account.id}/${thumb}@jpeg` }),
    },
  }
}

function film(account: Account, has: LexMap): View {
  const cid = cidOf(has['video']) ?? ''
  const { alt, aspectRatio, presentation } = has
  return {
    cid,
    playlist: `https://video.bsky.app/watch/${account.id}/${cid}/playlist.m3u8`,
    alt,
    aspectRatio,
    presentation,
  }
}

function quoted(state: State, uri: string): View {
  const post = state.posts.get(uri)
  const type = (name: string) => `app.bsky.embed.record#${name}`
  if (!post || !seen(state, post)) return { $type: type('viewNotFound'), uri, notFound: true }
  if (quotesOff(post)) return { $type: type('viewDetached'), uri, detached: true }
  return {
    $type: type('viewRecord'),
    uri,
    cid: post.cid,
    author: profileBasic(post.account),
    value: lexToJson(post.value),
    indexedAt: new Date(post.at).toISOString(),
  }
}

function embedView(state: State, { account, value }: Stored): View | undefined {
  const draw = (is: Kind, has: LexMap): View => {
    const $type = `app.bsky.embed.${is}#view`
    switch (is) {
      case 'images':
        return { $type, images: pictures(account, listOf(has['images']).map(mapOf), 'thumb') }
      case 'gallery':
        return { $type, items: pictures(account, listOf(has['items']).map(mapOf), 'thumbnail') }
      case 'video':
        return { $type, ...film(account, has) }
      case 'external':
        return { $type, ...external(account, has) }
      case 'record':
        return { $type, record: quoted(state, quotedOf(value) ?? '') }
      case 'recordWithMedia': {
        const media = embedOf({ embed: mapOf(has['media']) })
        const record = { $type: 'app.bsky.embed.record#view', record: quoted(state, quotedOf(value) ?? '') }
        return { $type, record, media: media && draw(media.is, media.has) }
      }
    }
  }
  const embed = embedOf(value)
  return embed && draw(embed.is, embed.has)
}

export function postView(state: State, post: Stored): View {
  const { likes, reposts, quotes, bookmarks, replies } = figuresOf(state, post)
  const indexedAt = new Date(post.at).toISOString()
  return {
    uri: post.uri,
    cid: post.cid,
    author: profileBasic(post.account),
    record: lexToJson(post.value),
    embed: embedView(state, post),
    bookmarkCount: bookmarks,
    replyCount: replies,
    repostCount: reposts,
    likeCount: likes,
    quoteCount: quotes,
    indexedAt,
    labels: labelsOf(post.value).map((val) => ({
      src: post.account.id,
      uri: post.uri,
      cid: post.cid,
      val,
      cts: indexedAt,
    })),
  }
}

const typed = (state: State, uri: string): View => {
  const post = state.posts.get(uri)
  return post && seen(state, post)
    ? { $type: 'app.bsky.feed.defs#postView', ...postView(state, post) }
    : { $type: 'app.bsky.feed.defs#notFoundPost', uri, notFound: true }
}

export function feedView(state: State, post: Stored): View {
  const reply = replyOf(post.value)
  return {
    post: postView(state, post),
    ...(reply ? { reply: { root: typed(state, reply.root.uri), parent: typed(state, reply.parent.uri) } } : {}),
  }
}

const threadType = 'app.bsky.feed.defs#threadViewPost'

export function threadView(state: State, post: Stored, depth: number, height: number): View {
  const parent = parentOf(state, post)
  const above = replyOf(post.value)?.parent.uri
  return {
    $type: threadType,
    post: postView(state, post),
    ...(above === undefined || height === 0
      ? {}
      : {
          parent:
            parent && seen(state, parent)
              ? threadView(state, parent, 0, height - 1)
              : { $type: 'app.bsky.feed.defs#notFoundPost', uri: above, notFound: true },
        }),
    ...(depth === 0 ? {} : { replies: repliesTo(state, post.uri).map((one) => threadView(state, one, depth - 1, 0)) }),
  }
}
