import { share } from './chance.ts'

/** Made-up engagement of one post. Every figure only grows, and the same post at the same age has the same figures. */
export interface Engagement {
  readonly impressions: number
  readonly reached: number
  readonly likes: number
  readonly comments: number
  readonly shares: number
  readonly clicks: number
  readonly saves: number
}

const halfLifeSeconds = 6 * 3600

/** `ageSeconds` since publishing; half of everything a post will ever get comes in the first six hours. */
export function engagement(id: string, ageSeconds: number): Engagement {
  const crowd = 180 + Math.floor(share(id) * 2400)
  const seen = 1 - 0.5 ** (Math.max(0, ageSeconds) / halfLifeSeconds)
  const impressions = Math.floor(crowd * seen)
  const part = (name: string, atMost: number) => Math.floor(impressions * atMost * (0.3 + 0.7 * share(id + name)))
  return {
    impressions,
    reached: Math.floor(impressions * 0.74),
    likes: part('like', 0.06),
    comments: part('comment', 0.008),
    shares: part('share', 0.012),
    clicks: part('click', 0.04),
    saves: part('save', 0.01),
  }
}

/** Followers of an account that had `start` of them: a few more every day since `bornAt` (both ms). */
export function followers(id: string, start: number, bornAt: number, now: number): number {
  return start + Math.floor(Math.max(0, (now - bornAt) / 86_400_000) * (1 + share(id) * 6))
}
