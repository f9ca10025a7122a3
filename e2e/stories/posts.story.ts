import { AxeBuilder } from '@axe-core/playwright'
import { expect, plan, practise, test } from '../world.ts'

test('drafts and scheduled posts are views, and words are found', async ({ settled }) => {
  const { page, at, api, workspaceId } = settled
  const [channel] = await practise(settled)
  const mark = `m${Date.now()}`
  const path = 'POST /api/v1/workspaces/{workspaceId}/posts'
  const base = { parts: [{ text: `A draft ${mark}`, media: [] }] }
  await api(path, { params: { workspaceId }, body: { base } })
  await plan(settled, { text: `Planned ${mark}`, channelId: channel?.id ?? '', wallTime: '2027-01-15T09:00' })
  await page.goto(at('/posts'))
  await page.getByRole('searchbox', { name: 'Search posts' }).fill(mark)
  await expect(page.getByRole('row')).toHaveCount(3)
  await page.getByRole('searchbox', { name: 'Search posts' }).fill('')
  await page.getByRole('link', { name: 'Drafts' }).click()
  await expect(page.getByText(`A draft ${mark}`)).toBeVisible()
  await expect(page.getByText(`Planned ${mark}`)).toHaveCount(0)
  await page.getByRole('link', { name: 'Scheduled' }).click()
  await expect(page.getByText(`A draft ${mark}`)).toHaveCount(0)
  const row = page.getByRole('row', { name: new RegExp(`Planned ${mark}`) })
  await expect(row).toContainText(/Fri,? 15 Jan/)
  await expect(row.getByText('Scheduled').first()).toBeAttached()
  await row.getByRole('link').first().click()
  await expect(page.getByRole('heading', { name: 'Planned' })).toBeVisible()
})

test('slash searches, and nothing found says so with a way back', async ({ settled: { page, at } }) => {
  await page.goto(at('/posts'))
  await expect(page.getByRole('heading', { name: 'Posts' })).toBeVisible()
  await page.keyboard.press('/')
  await expect(page.getByRole('searchbox', { name: 'Search posts' })).toBeFocused()
  await page.keyboard.type('no such words')
  await expect(page.getByText('No post matches.')).toBeVisible()
  await page.getByRole('button', { name: 'Show all posts' }).click()
  await expect(page.getByRole('searchbox', { name: 'Search posts' })).toHaveValue('')
  const { violations } = await new AxeBuilder({ page }).analyze()
  expect(violations.map(({ id }) => id)).toEqual([])
})
