import { expect, practise, test } from '../world.ts'

test('a channel that was cut off is connected again in place, and what waited goes out', async ({
  settled,
  instance,
}) => {
  const { page, at, api, workspaceId } = settled
  // Where renewing is possible and is refused, nothing more can be tried: the grant has ended.
  const channel = (await practise(settled)).find((one) => one.renewable && one.platform === 'twitter')
  if (!channel) throw new Error('no practice account renews itself')
  await fetch(`${instance.sandbox}/_sandbox/faults`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ platform: channel.platform, fault: 'token_revoked', times: 1 }),
  })
  const { data: draft } = await api('POST /api/v1/workspaces/{workspaceId}/posts', {
    params: { workspaceId },
    body: { base: { parts: [{ text: 'Fresh at eight', media: [] }] }, versions: [{ channelId: channel.id }] },
  })
  await page.goto(at())
  await api('POST /api/v1/workspaces/{workspaceId}/posts/{id}/schedule', {
    params: { workspaceId, id: draft.id },
    body: { when: { is: 'now' } },
  })
  await page.getByRole('link', { name: 'Reconnect' }).click({ timeout: 30_000 })
  await page.getByRole('button', { name: 'Reconnect' }).first().click()
  await page.getByRole('button', { name: 'Allow' }).click()
  await page.waitForURL(new RegExp(`/channels/${channel.id}`))
  await expect(page.getByText(/^Works/)).toBeVisible()
  await page.goto(at())
  const row = page.getByRole('listitem').filter({ hasText: 'Fresh at eight' })
  await expect(row.getByRole('link', { name: /^See it on/ })).toBeVisible({ timeout: 30_000 })
})

test('consent that was refused comes back with a sentence', async ({ settled: { page, at } }) => {
  await page.goto(at('/channels'))
  await page.getByRole('button', { name: 'Connect a channel' }).first().click()
  await page.getByRole('dialog').getByRole('listitem').first().getByRole('button').click()
  await page.getByRole('button', { name: 'Connect in the sandbox' }).click()
  await page.getByRole('button', { name: 'Refuse' }).click()
  await page.waitForURL(/problem=channel\.denied/)
  await expect(page.getByRole('alert')).toContainText('says that consent was refused')
  await page.getByRole('button', { name: 'Dismiss' }).click()
  await expect(page.getByRole('alert')).toHaveCount(0)
})
