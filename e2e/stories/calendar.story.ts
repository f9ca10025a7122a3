import { AxeBuilder } from '@axe-core/playwright'
import { expect, plan, practise, test } from '../world.ts'

// A week far enough ahead that nothing in it is ever due while the story runs.
const week = '2031-06-02'
const card = (text: string) => `[data-card]:has-text("${text}")`

test('a post is moved by hand, and taken back', async ({ settled }) => {
  const [channel] = await practise(settled)
  await plan(settled, { text: 'Three things', channelId: channel?.id ?? '', wallTime: '2031-06-03T11:30' })
  const { page, at } = settled
  await page.goto(at(`/calendar?view=week&at=${week}`))
  await page.locator(card('Three things')).dragTo(page.locator('[data-cell="2031-06-05 9"]'))
  const question = page.getByRole('dialog', { name: /^Move/ })
  await expect(question).toContainText('Thu 5 Jun, 09:30')
  await expect(question).toContainText('Rome (UTC+2)')
  await expect(question.getByRole('button', { name: 'Move', exact: true })).toBeFocused()
  await page.keyboard.press('Enter')
  await expect(page.locator('[data-cell="2031-06-05 9"]')).toContainText('Three things')
  await page.getByRole('button', { name: 'Undo' }).click()
  await expect(page.locator('[data-cell="2031-06-03 11"]')).toContainText('Three things')
})

test('the same by keyboard alone: one tab stop, arrows, R', async ({ settled }) => {
  const [channel] = await practise(settled)
  await plan(settled, { text: 'By keys', channelId: channel?.id ?? '', wallTime: '2031-07-01T09:00' })
  const { page, at } = settled
  await page.goto(at('/calendar?view=month&at=2031-07-01'))
  await expect(page.locator(card('By keys'))).toBeVisible()
  const day = page.getByRole('gridcell', { name: /^Tuesday 1 July/ })
  await day.focus()
  await page.keyboard.press('Enter')
  await expect(page.locator(card('By keys'))).toBeFocused()
  await page.keyboard.press('r')
  await expect(page.getByRole('dialog', { name: /^Move/ })).toBeVisible()
  await page.keyboard.press('ArrowRight')
  await page.keyboard.press('ArrowDown')
  await expect(page.getByRole('dialog')).toContainText('Wed 2 Jul, 09:05')
  await page.keyboard.press('Enter')
  await expect(page.getByText('Moved to Wed 2 Jul, 09:05, Rome.')).toBeVisible()
  await expect(page.getByRole('gridcell', { name: /^Wednesday 2 July/ })).toContainText('By keys')
  await expect(page.locator(card('By keys'))).toBeFocused()
})

test('Escape leaves everything where it was', async ({ settled }) => {
  const [channel] = await practise(settled)
  await plan(settled, { text: 'Stays', channelId: channel?.id ?? '', wallTime: '2031-08-05T10:00' })
  const { page, at } = settled
  await page.goto(at('/calendar?view=week&at=2031-08-04'))
  await page.locator(card('Stays')).focus()
  await page.keyboard.press('r')
  await page.keyboard.press('PageDown')
  await page.keyboard.press('Escape')
  await expect(page.getByRole('dialog')).toBeHidden()
  await expect(page.locator('[data-cell="2031-08-05 10"]')).toContainText('Stays')
})

test('an hour that does not exist, and one that comes twice', async ({ settled }) => {
  const [channel] = await practise(settled)
  await plan(settled, { text: 'At night', channelId: channel?.id ?? '', wallTime: '2031-03-29T02:30' })
  const { page, at } = settled
  await page.goto(at('/calendar?view=week&at=2031-03-30'))
  await expect(page.getByText('02:00–03:00 does not exist: clocks go forward')).toBeVisible()
  await page.locator(card('At night')).focus()
  await page.keyboard.press('r')
  const question = page.getByRole('dialog', { name: /^Move/ })
  await expect(question).toBeVisible()
  await page.keyboard.press('ArrowRight')
  await expect(question).toContainText('The clock skips 02:30 in Rome that day.')
  await question.getByRole('button', { name: 'Use 03:00' }).click()
  await expect(question).toContainText('Sun 30 Mar, 03:00')
  await page.keyboard.press('Escape')
  await page.goto(at('/calendar?view=week&at=2031-10-26'))
  await expect(page.getByText('02:00–03:00 comes twice: clocks go back')).toBeVisible()
  await expect(page.getByRole('rowheader', { name: '02 again' })).toBeVisible()
})

for (const view of ['month', 'week', 'list'])
  test(`nothing stands in the way of anybody: ${view}`, async ({ settled: { page, at } }) => {
    await page.goto(at(`/calendar?view=${view}&at=${week}`))
    await expect(page.getByRole('heading', { level: 1, name: 'Calendar' })).toBeVisible()
    await page.waitForLoadState('domcontentloaded')
    // A cell is called by its day and counts, not by the words of all its posts, which have names of their own.
    const found = await new AxeBuilder({ page }).disableRules(['label-content-name-mismatch']).analyze()
    expect(found.violations.map(({ id, nodes }) => [id, nodes.map((node) => node.html)])).toEqual([])
  })
