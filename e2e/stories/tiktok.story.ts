import { AxeBuilder } from '@axe-core/playwright'
import type { Page } from '@playwright/test'
import { makeFile } from '@posthorn/platforms/testing/files.ts'
import { makeFilm } from '@posthorn/platforms/testing/film.ts'
import { image } from '@posthorn/platforms/testing/stored.ts'
import { expect, practise, test } from '../world.ts'

/** What TikTok's audit looks for, as a person meets it. */

type Settled = Parameters<typeof practise>[0] & { page: Page; at: (path?: string) => string }

/** A composer with a film for the practice account, on its own tab. */
async function compose(settled: Settled) {
  const { page, at } = settled
  const channel = (await practise(settled, ['tiktok'])).find(({ platform }) => platform === 'tiktok')
  if (!channel) throw new Error('the sandbox has no practice account on TikTok')
  await page.goto(at(`/posts/new?channels=${channel.id}&when=now`))
  await page.getByRole('textbox', { name: 'Text' }).fill('Proofing overnight')
  const buffer = await makeFilm({ id: 'bread', seconds: 5, size: [720, 1280] })
  await page.locator('input[type=file]').setInputFiles({ name: 'bread.mp4', mimeType: 'video/mp4', buffer })
  await expect(
    page
      .getByRole('list', { name: 'Media' })
      .first()
      .getByText(/720 × 1280/),
  ).toBeVisible()
  await page.getByRole('tab', { name: channel.name }).click()
  return {
    channel,
    audience: page.getByRole('combobox', { name: /^Who can see it/ }),
    mode: page.getByRole('combobox', { name: 'How it goes out' }),
    toggle: (name: string) => page.getByRole('switch', { name, exact: true }),
    publish: page.getByRole('button', { name: /^Publish now/ }),
  }
}

test('whose account it is stands above the form, and the preview beside it', async ({ settled }) => {
  const { page } = settled
  const { channel } = await compose(settled)
  await expect(page.getByText(/^Posting to .*@maren[.]bakes/)).toBeVisible()
  const preview = page.getByRole('article', { name: `Preview for ${channel.name}` })
  await expect(preview).toContainText('Proofing overnight')
  await expect(preview.locator('video')).toBeVisible()
})

test('nobody but the person chooses who can watch, and nothing goes before', async ({ settled }) => {
  const { page } = settled
  const { audience, publish } = await compose(settled)
  await expect(audience).toHaveValue('')
  await expect(audience.locator('option').first()).toHaveText('Choose')
  await expect(page.getByText('1 to fill')).toBeVisible()
  await publish.click()
  await expect(page.getByRole('alertdialog')).toHaveCount(0)
  await page.getByRole('button', { name: /Who can see it: Choose who can see the post/ }).click()
  await expect(audience).toBeFocused()
  await audience.selectOption({ label: 'Everyone' })
  await expect(page.getByText('1 to fill')).toHaveCount(0)
  await publish.click()
  await expect(page.getByRole('alertdialog')).toBeVisible()
})

test('interactions are off until somebody allows them', async ({ settled }) => {
  const { toggle } = await compose(settled)
  for (const name of ['Allow comments', 'Allow Duet', 'Allow Stitch']) await expect(toggle(name)).not.toBeChecked()
})

test('Duet and Stitch are not there for photos', async ({ settled }) => {
  const { page } = settled
  const { toggle } = await compose(settled)
  await expect(toggle('Allow Duet')).toBeVisible()
  await page.getByRole('button', { name: 'Remove bread.mp4' }).click()
  const { bytes } = await makeFile(image('loaf', { size: [1080, 1080] }))
  await page.locator('input[type=file]').setInputFiles({ name: 'loaf.jpg', mimeType: 'image/jpeg', buffer: bytes })
  await expect(toggle('Allow comments')).toBeVisible()
  await expect(toggle('Allow Duet')).toHaveCount(0)
  await expect(toggle('Allow Stitch')).toHaveCount(0)
})

test('who discloses says what, and branded content is not for oneself alone', async ({ settled }) => {
  const { page } = settled
  const { audience, toggle } = await compose(settled)
  await expect(toggle('Disclose commercial content')).not.toBeChecked()
  await expect(toggle('Your brand')).toHaveCount(0)
  await audience.selectOption({ label: 'Only you' })
  await toggle('Disclose commercial content').click()
  await expect(page.getByText('Say whether it is your brand, branded content, or both.').first()).toBeVisible()
  await toggle('Branded content').click()
  await expect(page.getByText('Branded content cannot be visible only to you.').first()).toBeVisible()
  await audience.selectOption({ label: 'Everyone' })
  await expect(page.getByText('Branded content cannot be visible only to you.')).toHaveCount(0)
})

test('what a person agrees to stands beside the button, with its pages', async ({ settled }) => {
  const { page } = settled
  const { toggle } = await compose(settled)
  await expect(page.getByText('By posting, you agree to TikTok’s Music Usage Confirmation.')).toBeVisible()
  await toggle('Disclose commercial content').click()
  await toggle('Branded content').click()
  await expect(
    page.getByText('By posting, you agree to TikTok’s Branded Content Policy and Music Usage Confirmation.'),
  ).toBeVisible()
  await expect(page.getByRole('link', { name: 'Branded Content Policy' })).toHaveAttribute('href', /tiktok[.]com/)
})

test('to the inbox: only what TikTok keeps is asked, the button says where it goes, and there it stays', async ({
  settled,
}) => {
  const { page } = settled
  const { audience, mode, toggle } = await compose(settled)
  await toggle('Disclose commercial content').click()
  await mode.selectOption({ label: 'Send it to the inbox as a draft' })
  await expect(audience).toHaveCount(0)
  await expect(page.getByRole('switch')).toHaveCount(0)
  await page.getByRole('button', { name: 'Send to the TikTok inbox' }).click()
  await page.getByRole('alertdialog').getByRole('button', { name: 'Send to the TikTok inbox' }).click()
  await expect(page.getByText('In the network’s inbox').first()).toBeVisible({ timeout: 30_000 })
})

test('a copy leaves the choices behind', async ({ settled }) => {
  const { page } = settled
  const { audience, channel } = await compose(settled)
  await audience.selectOption({ label: 'Everyone' })
  await expect(page.getByText(/^Saved \d/)).toBeVisible()
  const original = page.url()
  await page.getByRole('button', { name: 'More' }).click()
  await page.getByRole('menuitem', { name: 'Duplicate' }).click()
  await expect(page).not.toHaveURL(original)
  await page.getByRole('tab', { name: channel.name }).click()
  await expect(page.getByRole('textbox', { name: 'Text' })).toHaveValue('Proofing overnight')
  await expect(audience).toHaveValue('')
})

for (const colorScheme of ['light', 'dark'] as const)
  test(`the form has no barrier, ${colorScheme}`, async ({ settled }) => {
    const { page } = settled
    await page.emulateMedia({ colorScheme })
    const { toggle } = await compose(settled)
    await toggle('Disclose commercial content').click()
    await expect(toggle('Your brand')).toBeVisible()
    expect((await new AxeBuilder({ page }).analyze()).violations).toEqual([])
  })
