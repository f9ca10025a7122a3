import { expect, practise, test } from '../world.ts'

test('what is published appears in Today by itself, with the way to see it', async ({ settled }) => {
  const { page, at, api, workspaceId } = settled
  const [channel] = await practise(settled)
  await page.goto(at())
  await expect(page.getByRole('heading', { level: 1, name: 'Today' })).toBeVisible()
  await expect(page.getByText('Publish once')).toBeVisible()
  const { data: draft } = await api('POST /api/v1/workspaces/{workspaceId}/posts', {
    params: { workspaceId },
    body: { base: { parts: [{ text: 'We open at eight', media: [] }] }, versions: [{ channelId: channel?.id ?? '' }] },
  })
  await api('POST /api/v1/workspaces/{workspaceId}/posts/{id}/schedule', {
    params: { workspaceId, id: draft.id },
    body: { when: { is: 'now' } },
  })
  // Nobody reloads: the page hears of it.
  const row = page.getByRole('listitem').filter({ hasText: 'We open at eight' })
  const see = row.getByRole('link', { name: /^See it on/ })
  await expect(see).toBeVisible({ timeout: 20_000 })
  // Other stories publish here too, so the count is theirs as well.
  await expect(page.getByText(/due since yesterday/)).toBeVisible()
  const followers = await page.context().newPage()
  await followers.goto((await see.getAttribute('href')) ?? '')
  await expect(followers.getByText('We open at eight').first()).toBeVisible()
})

test('keys lead everywhere, and the palette finds a channel', async ({ settled }) => {
  const { page, at } = settled
  const [channel] = await practise(settled)
  await page.goto(at())
  await expect(page.getByRole('heading', { level: 1, name: 'Today' })).toBeVisible()
  await page.keyboard.press('g')
  await page.keyboard.press('l')
  await expect(page.getByRole('heading', { level: 1, name: 'Channels' })).toBeVisible()
  await page.keyboard.press('ControlOrMeta+k')
  await page.getByRole('combobox', { name: 'Go, do, find' }).fill(`@${channel?.name ?? ''}`)
  await page.getByRole('option').first().click()
  await page.waitForURL(/\/channels\/.+/)
  await page.keyboard.press('?')
  await expect(page.getByRole('dialog', { name: 'Keys of this screen' })).toContainText('Go to Calendar')
  await page.keyboard.press('Escape')
  await expect(page.getByRole('dialog')).toBeHidden()
})

test('the zone on screen is chosen by its city and stays in the address', async ({ settled: { page, at } }) => {
  await page.goto(at('/calendar?view=week'))
  await page.getByRole('button', { name: /^Zone of the times shown/ }).click()
  await page.getByPlaceholder('City, zone or offset').fill('new york')
  await page.keyboard.press('Enter')
  await page.waitForURL(/zone=America%2FNew_York/)
  await expect(page.getByRole('combobox', { name: /Times in New York/ })).toBeVisible()
})

test('publishing is stopped for all with one question, and every page says so', async ({ settled: { page, at } }) => {
  await page.goto(at('/settings/stop'))
  await page.getByRole('button', { name: 'Stop publishing' }).click()
  await expect(page.getByRole('alertdialog').getByRole('button', { name: 'Cancel' })).toBeFocused()
  await page.getByRole('alertdialog').getByRole('button', { name: 'Stop publishing' }).click()
  await page.goto(at('/calendar'))
  await expect(page.getByRole('alert')).toContainText('Publishing has been stopped since')
  await page.getByRole('button', { name: 'Switch on' }).click()
  await expect(page.getByRole('alert')).toHaveCount(0)
})
