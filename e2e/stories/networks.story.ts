import { AxeBuilder } from '@axe-core/playwright'
import { loadComposer } from '@posthorn/platforms/load'
import { expect, practise, test } from '../world.ts'

/** The composer with a channel of every practice network at once. */

test('every setting of every network has a field of its own, and nothing runs out of a telephone', async ({
  settled,
}) => {
  test.setTimeout(120_000)
  const { page, at } = settled
  const channels = await practise(settled, Object.keys(loadComposer))
  expect(new Set(channels.map(({ platform }) => platform))).toEqual(new Set(Object.keys(loadComposer)))
  await page.setViewportSize({ width: 390, height: 844 })
  await page.goto(at(`/posts/new?channels=${channels.map(({ id }) => id).join(',')}`))
  await page.getByRole('textbox', { name: 'Text', exact: true }).fill('One text for all of them')
  const tabs = page.getByRole('tab')
  await expect(tabs).toHaveCount(channels.length + 1)
  for (const [index, { platform }] of channels.entries()) {
    await tabs.nth(index + 1).click()
    const summary = page.locator('summary', { hasText: /settings/ })
    await expect(summary, platform).toBeVisible()
    const part = page.locator('details', { has: summary })
    if ((await part.getAttribute('open')) === null) await summary.click()
    await expect(part.getByRole('group').first(), platform).toBeVisible()
    expect(await part.locator('input, select, textarea, [role=switch]').count(), platform).toBeGreaterThan(3)
    await expect(part.getByText('This page cannot show this setting.'), platform).toHaveCount(0)
    expect(await page.evaluate(() => document.documentElement.scrollWidth), platform).toBe(390)
  }
})

test('a list of people is filled in one by one, and what is missing is told in words', async ({ settled }) => {
  const { page, at } = settled
  const [channel] = await practise(settled, ['linkedin'])
  await page.goto(at(`/posts/new?channels=${channel?.id}`))
  await page.getByRole('textbox', { name: 'Text', exact: true }).fill('Thanks to @Ada Example')
  await page.getByRole('tab').nth(1).click()
  await page.locator('summary', { hasText: /settings/ }).click()
  await page.getByRole('button', { name: 'Add to Mentions' }).click()
  const mention = page.getByRole('group', { name: 'Mentions 1' })
  await expect(mention.getByText('This is missing, or not written as the network wants it.').first()).toBeVisible()
  await mention.getByLabel(/^Name/).fill('Ada Example')
  await mention.getByLabel(/^LinkedIn URN/).fill('urn:li:person:ada')
  await expect(mention.getByText('This is missing')).toHaveCount(0)
  await expect(page.getByRole('article', { name: /^Preview for/ })).toContainText('Thanks to Ada Example')
  expect((await new AxeBuilder({ page }).analyze()).violations).toEqual([])
  await page.getByRole('button', { name: 'Remove Mentions 1' }).click()
  await expect(mention).toHaveCount(0)
})

test('a poll is drawn as followers see it', async ({ settled }) => {
  const { page, at } = settled
  const [channel] = await practise(settled, ['mastodon'])
  await page.goto(at(`/posts/new?channels=${channel?.id}`))
  await page.getByRole('textbox', { name: 'Text', exact: true }).fill('When shall we open?')
  await page.getByRole('tab').nth(1).click()
  await page.locator('summary', { hasText: /settings/ }).click()
  await page.getByRole('switch', { name: 'Poll' }).click()
  await page.getByRole('textbox', { name: 'Choices 1' }).fill('At eight')
  await page.getByRole('textbox', { name: 'Choices 2' }).fill('At nine')
  await expect(page.getByText('In minutes: 1 day.')).toBeVisible()
  const poll = page.getByRole('article', { name: /^Preview for/ }).getByRole('list', { name: 'Poll' })
  await expect(poll.getByRole('listitem')).toHaveText(['At eight', 'At nine'])
})
