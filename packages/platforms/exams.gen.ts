// written by `npm run gen`
import type { Exam } from './testing/world.ts'
import { exam as bluesky } from './bluesky/fixtures/exam.ts'
import { exam as facebook } from './facebook/fixtures/exam.ts'
import { exam as instagram } from './instagram/fixtures/exam.ts'
import { exam as linkedin } from './linkedin/fixtures/exam.ts'
import { exam as mastodon } from './mastodon/fixtures/exam.ts'
import { exam as threads } from './threads/fixtures/exam.ts'
import { exam as tiktok } from './tiktok/fixtures/exam.ts'
import { exam as twitter } from './twitter/fixtures/exam.ts'

/** What each platform brings to the suite every platform passes. For tests. */
export const exams: readonly Exam[] = [bluesky, facebook, instagram, linkedin, mastodon, threads, tiktok, twitter]
