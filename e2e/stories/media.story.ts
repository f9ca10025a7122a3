/** Films and documents in the composer: chosen, on their way, playable, refused with a sentence. */
import { AxeBuilder } from '@axe-core/playwright'
import { makeFile } from '@posthorn/platforms/testing/files.ts'
import { makeFilm } from '@posthorn/platforms/testing/film.ts'
import { document as pdf } from '@posthorn/platforms/testing/stored.ts'
import { expect, practise, test } from '../world.ts'

test('a film plays where it was added, a document shows its pages, a page is refused', async ({ settled }) => {
  const { page, at } = settled
  const channel = (await practise(settled)).find(({ platform }) => platform === 'linkedin')
  await page.goto(at(`/posts/new?channels=${channel?.id}`))
  await page.getByRole('textbox', { name: 'Text' }).fill('Our new film')
  const picker = page.locator('input[type=file]')
  await expect(picker).toHaveAttribute('accept', /video\/mp4/)

  const film = await makeFilm({ id: 'story', seconds: 12.4, size: [1280, 720], place: '+46.0037+008.9511/' })
  await picker.setInputFiles({ name: 'opening.mp4', mimeType: 'video/mp4', buffer: film })
  const media = page.getByRole('list', { name: 'Media' }).first()
  await expect(media.getByText('MP4 · 1280 × 720 · 0:12 · 30 fps · 0.1 MB')).toBeVisible()
  await expect(media.getByText('says where it was recorded')).toBeVisible()
  const player = media.locator('video')
  await expect.poll(() => player.evaluate((video: HTMLVideoElement) => video.duration)).toBeCloseTo(12.4, 1)
  await player.evaluate((video: HTMLVideoElement) => {
    video.currentTime = 6
  })
  await expect.poll(() => player.evaluate((video: HTMLVideoElement) => !video.seeking && video.readyState)).toBeTruthy()

  const { bytes } = await makeFile(pdf('paper', { pages: 7 }))
  await picker.setInputFiles({
    name: 'A report with quite a long name for the year 2026.pdf',
    mimeType: 'application/pdf',
    buffer: bytes,
  })
  await expect(media.getByText('PDF · 7 pages · 0.1 MB')).toBeVisible()
  await expect(page.getByText('These kinds of media cannot be in one post.').first()).toBeVisible()

  const fake = Buffer.from('<!doctype html><script>alert(1)</script>')
  await picker.setInputFiles({ name: 'holiday.mp4', mimeType: 'video/mp4', buffer: fake })
  await expect(media.getByRole('alert')).toContainText('Files of type unknown are not accepted here.')

  const { violations } = await new AxeBuilder({ page }).include('ol[aria-label=Media]').analyze()
  expect(violations.map(({ id, nodes }) => `${id}: ${nodes.map((node) => node.target.join(' ')).join(', ')}`)).toEqual(
    [],
  )
  await page.setViewportSize({ width: 320, height: 700 })
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(320)
})
