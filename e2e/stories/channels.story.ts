import { AxeBuilder } from '@axe-core/playwright'
import { expect, practise, test } from '../world.ts'

test('a channel is connected in the sandbox by its consent page', async ({ settled: { page, at } }) => {
  await page.goto(at('/channels'))
  await page.getByRole('button', { name: 'Connect a channel' }).first().click()
  const dialog = page.getByRole('dialog', { name: 'Which network?' })
  await dialog.getByRole('listitem').first().getByRole('button').click()
  await page.getByRole('button', { name: 'Connect in the sandbox' }).click()
  await page.getByRole('button', { name: /^Allow/ }).click()
  await page.waitForURL(/\/channels/)
  const picker = page.getByRole('dialog', { name: /^Which accounts/ })
  const row = page.getByText('Works, nothing posted yet').first()
  await expect(picker.or(row).first()).toBeVisible()
  if (await picker.isVisible()) {
    await picker.getByRole('checkbox', { disabled: false }).first().check()
    await picker.getByRole('button', { name: /^Connect 1/ }).click()
  }
  await expect(row).toBeVisible()
})

test('weekly times are set for several days at once', async ({ settled }) => {
  const [channel] = await practise(settled)
  const { page, at } = settled
  await page.goto(at(`/channels/${channel?.id ?? ''}?tab=slots`))
  await page.getByLabel('Time', { exact: true }).fill('10:20')
  await page.getByRole('button', { name: 'Add time' }).click()
  await page.getByRole('button', { name: 'Remove 10:20 on Wednesday' }).click()
  await page.getByRole('button', { name: 'Save slots' }).click()
  await expect(page.getByText('Slots are saved.')).toBeVisible()
  const { api, workspaceId } = settled
  const route = 'GET /api/v1/workspaces/{workspaceId}/channels/{id}/slots'
  const { slots } = (await api(route, { params: { workspaceId, id: channel?.id ?? '' } })).data
  expect(slots.filter((slot) => slot.time === '10:20').map((slot) => slot.weekday)).toEqual([1, 2, 4, 5])
})

test('pausing and disconnecting say what they mean; keeping is the first answer', async ({ settled }) => {
  const [channel] = await practise(settled)
  const { page, at } = settled
  await page.goto(at(`/channels/${channel?.id ?? ''}?tab=danger`))
  await page.getByRole('button', { name: 'Pause' }).first().click()
  await expect(page.getByText('Works, nothing posted yet')).toBeHidden()
  await page.getByRole('button', { name: 'Let it go on' }).first().click()
  await expect(page.getByText('Works, nothing posted yet')).toBeVisible()
  await page.getByRole('button', { name: 'Disconnect' }).click()
  await expect(page.getByRole('button', { name: 'Keep it' })).toBeFocused()
  await page.keyboard.press('Enter')
  await expect(page.getByRole('alertdialog')).toBeHidden()
})

test('a made-up message in the address is not shown', async ({ settled: { page, at } }) => {
  await page.goto(at('/channels?problem=channel.other-account&words=Send+your+password+to+mallory'))
  await expect(page.getByRole('alert')).toContainText('You signed in as')
  await expect(page.getByText('mallory')).toHaveCount(0)
})

for (const path of ['', '/channels', '/settings', '/settings/people', '/settings/stop', '/settings/me'])
  for (const colorScheme of ['light', 'dark'] as const)
    test(`nothing stands in the way of anybody: ${path || 'today'}, ${colorScheme}`, async ({
      settled: { page, at },
    }) => {
      await page.emulateMedia({ colorScheme })
      await page.setViewportSize({ width: 390, height: 844 })
      await page.goto(at(path))
      await expect(page.getByRole('heading', { level: 1 })).toBeVisible()
      const found = await new AxeBuilder({ page }).analyze()
      expect(found.violations.map(({ id, nodes }) => [id, nodes.map((node) => node.html)])).toEqual([])
      expect(await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth)).toBeLessThanOrEqual(0)
    })
