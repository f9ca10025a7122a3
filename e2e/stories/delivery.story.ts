import { AxeBuilder } from '@axe-core/playwright'
import type { Page } from '@playwright/test'
import { expect, practise, test } from '../world.ts'

interface LedgerLine {
  readonly text: string
}
/** What the practice network took, told by itself. */
const ledger = async (sandbox: string, mark: string): Promise<readonly LedgerLine[]> => {
  const lines = (await (await fetch(`${sandbox}/_sandbox/ledger`)).json()) as readonly LedgerLine[]
  return lines.filter((line) => line.text.includes(mark))
}
const trouble = async (sandbox: string, platform: string, fault: string): Promise<void> => {
  const answer = await fetch(`${sandbox}/_sandbox/faults`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ platform, fault }),
  })
  expect(answer.ok).toBe(true)
}

async function publishNow(page: Page, address: string, text: string): Promise<void> {
  await page.goto(address)
  await page.getByRole('textbox', { name: 'Text', exact: true }).fill(text)
  await page.getByRole('radio', { name: 'Now' }).check()
  await page.getByRole('button', { name: 'Publish now to 1' }).click()
  const confirm = page.getByRole('alertdialog', { name: 'Publish now to 1 channel?' })
  await expect(confirm.getByRole('button', { name: 'Cancel' })).toBeFocused()
  await confirm.getByRole('button', { name: 'Publish now to 1' }).click()
}
const named = (channels: Awaited<ReturnType<typeof practise>>, platform: string): string =>
  channels.find((channel) => channel.platform === platform)?.id ?? ''

test('publish now: the timeline runs beside the text and ends at what followers see', async ({ settled, instance }) => {
  const { page, at } = settled
  const mark = `watched-${Date.now()}`
  await publishNow(
    page,
    at(`/posts/new?channels=${named(await practise(settled), 'twitter')}`),
    `We open at nine ${mark}`,
  )
  const delivery = page.getByRole('complementary', { name: 'Delivery' })
  await expect(delivery.getByText('Published', { exact: true })).toBeVisible({ timeout: 20_000 })
  await delivery.getByRole('link', { name: 'See it as followers do' }).click()
  await expect(page.getByText(mark).first()).toBeVisible()
  expect(await ledger(instance.sandbox, mark)).toHaveLength(1)
})

test('a lost answer is looked for and settled with evidence, and was sent once', async ({ settled, instance }) => {
  test.setTimeout(120_000)
  const { page, at } = settled
  const mark = `lost-${Date.now()}`
  const channel = named(await practise(settled), 'twitter')
  await trouble(instance.sandbox, 'twitter', 'lose_answer')
  await publishNow(page, at(`/posts/new?channels=${channel}`), `The answer gets lost ${mark}`)
  const delivery = page.getByRole('complementary', { name: 'Delivery' })
  await expect(delivery.getByText('Unconfirmed, checking')).toBeVisible({ timeout: 20_000 })
  await expect(delivery.getByText(/We look before we ever send again/)).toBeVisible()
  await expect(delivery.getByRole('button', { name: /again|resend/i })).toHaveText(['Look again'])
  await expect(delivery.getByText('Published', { exact: true })).toBeVisible({ timeout: 60_000 })
  await delivery.getByRole('link', { name: 'Steps, evidence and what was sent' }).click()
  await expect(page.getByText('We looked and found it,')).toBeVisible()
  expect(await ledger(instance.sandbox, mark)).toHaveLength(1)
})

test('where nobody can look, a person is asked, and looking again is the first answer', async ({
  settled,
  instance,
}) => {
  test.setTimeout(180_000)
  const { page, at, api, workspaceId } = settled
  const mark = `asked-${Date.now()}`
  const channel = named(await practise(settled), 'linkedin')
  await trouble(instance.sandbox, 'linkedin', 'lose_answer')
  await publishNow(page, at(`/posts/new?channels=${channel}`), `Nobody can read this ${mark}`)
  const delivery = page.getByRole('complementary', { name: 'Delivery' })
  await expect(delivery.getByText('Needs you', { exact: true })).toBeVisible({ timeout: 120_000 })
  await delivery.getByRole('button', { name: 'Resolve…' }).click()
  const dialog = page.getByRole('alertdialog', { name: /^Did .* publish this\?$/ })
  await expect(dialog.getByRole('button', { name: 'Look again' })).toBeFocused()
  await dialog.getByRole('radio', { name: /It is not there/ }).check()
  await expect(dialog.getByText('If it is there after all, followers see it twice.')).toBeVisible()
  await dialog.getByRole('radio', { name: /It is there/ }).check()
  await dialog.getByRole('button', { name: 'Save' }).click()
  await expect(delivery.getByText('Published', { exact: true })).toBeVisible()
  expect(await ledger(instance.sandbox, mark)).toHaveLength(1)
  const path = 'GET /api/v1/workspaces/{workspaceId}/publications'
  const { data } = await api(path, { params: { workspaceId }, query: { channel, state: 'published' } })
  expect(data.items.some((card) => card.words.includes(mark))).toBe(true)
})

test('the log is filtered by state and channel, and the address keeps it', async ({ settled }) => {
  const { page, at } = settled
  const channel = named(await practise(settled), 'twitter')
  const mark = `listed-${Date.now()}`
  await publishNow(page, at(`/posts/new?channels=${channel}`), `In the log ${mark}`)
  const delivery = page.getByRole('complementary', { name: 'Delivery' })
  await expect(delivery.getByText('Published', { exact: true })).toBeVisible({ timeout: 20_000 })
  await page.goto(at('/delivery'))
  await page.getByLabel('State').selectOption({ label: 'Published' })
  await expect(page.getByRole('row', { name: new RegExp(mark) })).toContainText(/\+\d/)
  await expect(page).toHaveURL(/state=published/)
  await page.getByLabel('State').selectOption({ label: 'Missed' })
  await expect(page.getByText('No publication matches.')).toBeVisible()
  await page.getByRole('button', { name: 'Show all' }).click()
  await page
    .getByRole('row', { name: new RegExp(mark) })
    .getByRole('link')
    .click()
  await expect(page.getByRole('heading', { name: 'What happened' })).toBeVisible()
  for (const colorScheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme })
    const { violations } = await new AxeBuilder({ page }).analyze()
    expect(
      violations.map(({ id, nodes }) => `${id}: ${nodes.map((node) => node.target.join(' ')).join(', ')}`),
    ).toEqual([])
  }
  await page.setViewportSize({ width: 320, height: 700 })
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(320)
})
