import { AxeBuilder } from '@axe-core/playwright'
import type { Page } from '@playwright/test'
import { expect, practise, test } from '../world.ts'

const text = (page: Page) => page.getByRole('textbox', { name: 'Text', exact: true })
/** The base, then the channels in their order. */
const tabs = (page: Page) => page.getByRole('tab')
const saved = (page: Page) => page.getByText(/^Saved \d/)

/** Practice channels by platform: which ones there are is the sandbox's matter. */
async function channelsOf(settled: Parameters<typeof practise>[0]) {
  const channels = await practise(settled)
  const of = (platform: string) => {
    const found = channels.find((channel) => channel.platform === platform)
    if (!found) throw new Error(`the sandbox has no practice account on ${platform}`)
    return found
  }
  return { x: of('twitter'), linkedin: of('linkedin') }
}

test('a post to two networks is scheduled in six interactions', async ({ settled }) => {
  const { x, linkedin } = await channelsOf(settled)
  const { page, at, api, workspaceId } = settled
  await page.goto(at(`/posts/new?channels=${x.id},${linkedin.id}`))
  // 1 open (the address above), 2 write, 3 at one time, 4 which, 5 schedule, 6 confirm.
  await text(page).fill('Autumn menu: chestnut soup and a pear cake.')
  await page.getByRole('radio', { name: 'At one time' }).check()
  await page.getByLabel('Type a time').fill('in 3 days')
  await page.getByRole('button', { name: /^Schedule for .*Rome/ }).click()
  const confirm = page.getByRole('alertdialog', { name: 'Schedule for 2 channels?' })
  await expect(confirm).toContainText('we ask you')
  await confirm.getByRole('button', { name: /^Schedule for/ }).click()
  await expect(page.getByRole('heading', { name: 'Planned' })).toBeVisible()
  const id = new URL(page.url()).pathname.split('/').at(-1) ?? ''
  const path = 'GET /api/v1/workspaces/{workspaceId}/posts/{id}'
  const { data } = await api(path, { params: { workspaceId, id } })
  expect(data.publications.map((one) => one.state)).toEqual(['scheduled', 'scheduled'])
})

test('typing in a channel’s tab makes its own text; back to base and undo restore it', async ({ settled }) => {
  const { x, linkedin } = await channelsOf(settled)
  const { page, at } = settled
  await page.goto(at(`/posts/new?channels=${x.id},${linkedin.id}`))
  await text(page).fill('For everybody')
  await tabs(page).nth(1).click()
  await text(page).fill('For X alone')
  await page.getByRole('tab', { name: 'Base' }).click()
  await text(page).fill('For everybody else')
  await expect(page.getByText('1 channel has its own text')).toBeVisible()
  await tabs(page).nth(1).click()
  await expect(text(page)).toHaveValue('For X alone')
  await page.getByRole('button', { name: 'Back to base' }).click()
  await expect(text(page)).toHaveValue('For everybody else')
  await page.getByRole('button', { name: 'Undo' }).click()
  await expect(text(page)).toHaveValue('For X alone')
})

test('a text over the limit says by how much, and its problem leads to the field', async ({ settled }) => {
  const { x, linkedin } = await channelsOf(settled)
  const { page, at } = settled
  await page.goto(at(`/posts/new?channels=${x.id},${linkedin.id}`))
  await text(page).fill(`${'a'.repeat(280)} https://example.org/${'b'.repeat(40)}`)
  await expect(page.getByText('24 over the limit of 280').first()).toBeVisible()
  await page.getByRole('button', { name: /The text is 24 over the limit/ }).click()
  await expect(tabs(page).nth(1)).toHaveAttribute('aria-selected', 'true')
  await expect(text(page)).toBeFocused()
  await page.getByRole('button', { name: `Split into a thread for ${x.name}` }).click()
  await expect(page.getByRole('textbox', { name: 'Text of part 2' })).toBeVisible()
  await expect(page.getByText(/over the limit/)).toHaveCount(0)
})

test('only the channels without a problem go; the others stay drafts, and that is said before', async ({ settled }) => {
  const { x, linkedin } = await channelsOf(settled)
  const { page, at, api, workspaceId } = settled
  await page.goto(at(`/posts/new?channels=${x.id},${linkedin.id}`))
  await text(page).fill('Too long for one of them. '.repeat(20))
  await page.getByRole('radio', { name: 'At one time' }).check()
  await page.getByLabel('Type a time').fill('in 2 days')
  await expect(page.getByText('1 thing to fix before scheduling')).toBeVisible()
  await page.getByRole('button', { name: /^Schedule for/ }).click()
  await expect(page.getByRole('alertdialog')).toContainText(`${x.name} stays a draft`)
  await page.getByRole('button', { name: /^Only 1/ }).click()
  await expect(page.getByRole('heading', { name: 'Planned' })).toBeVisible()
  const id = new URL(page.url()).pathname.split('/').at(-1) ?? ''
  const path = 'GET /api/v1/workspaces/{workspaceId}/posts/{id}'
  const { data } = await api(path, { params: { workspaceId, id } })
  const planned = data.publications.filter((one) => one.state === 'scheduled')
  expect(planned.map((one) => one.channelId)).toEqual([linkedin.id])
})

test('an hour that the clock skips is not guessed', async ({ settled }) => {
  const { x } = await channelsOf(settled)
  const { page, at } = settled
  await page.goto(at(`/posts/new?channels=${x.id}&at=2027-03-28T02:30`))
  await text(page).fill('Clocks go forward')
  await expect(page.getByText('The clock in Rome skips 02:30 that day.')).toBeVisible()
  await page.getByRole('button', { name: 'Use 03:00' }).click()
  await expect(page.getByRole('button', { name: /^Schedule for Sun,? 28 Mar,? (at )?03:00/ })).toBeVisible()
})

test('the tab is killed while typing: the text is back', async ({ settled }) => {
  const { page, at } = settled
  const context = page.context()
  await page.goto(at('/posts/new?channels='))
  // The server hears nothing of it, as if the network were gone too.
  await page.route('**/api/v1/workspaces/*/posts', (route) => route.abort())
  await text(page).pressSequentially('Not lost')
  await page.waitForFunction(() => Object.values(localStorage).some((value) => String(value).includes('Not lost')))
  await page.close({ runBeforeUnload: false })
  const again = await context.newPage()
  await again.goto(at('/posts/new'))
  await expect(text(again)).toHaveValue('Not lost')
  await expect(again.getByText(/We kept what you typed at/)).toBeVisible()
})

test('without an answer it is kept here, and stored once when there is one again', async ({ settled }) => {
  const { page, at, api, workspaceId } = settled
  const mark = `offline ${Date.now()}`
  await page.goto(at('/posts/new?channels='))
  let arrived = 0
  // The request arrives and its answer is lost.
  await page.route('**/api/v1/workspaces/*/posts', async (route) => {
    if (route.request().method() !== 'POST' || arrived > 0) return route.continue()
    arrived += 1
    await route.fetch()
    return route.abort()
  })
  await text(page).fill(mark)
  await expect(page.getByText('Offline, kept on this device')).toBeVisible()
  await expect(saved(page)).toBeVisible({ timeout: 10_000 })
  const path = 'GET /api/v1/workspaces/{workspaceId}/posts'
  const { data } = await api(path, { params: { workspaceId }, query: { q: mark } })
  expect(data.items).toHaveLength(1)
})

for (const [choice, kept, posts] of [
  ['Keep mine', 'Open at ten, mine', 1],
  ['Take theirs', 'Open at nine, theirs', 1],
  ['Save mine as a new draft', 'Open at ten, mine', 2],
] as const)
  test(`two sessions change one post: ${choice.toLowerCase()}`, async ({ settled }) => {
    const { page, at, api, workspaceId } = settled
    const mark = `conflict-${choice.length}-${Date.now()}`
    await page.goto(at('/posts/new?channels='))
    await text(page).fill(`Open at eight ${mark}`)
    await expect(saved(page)).toBeVisible()
    const id = new URL(page.url()).pathname.split('/').at(-1) ?? ''
    const params = { workspaceId, id }
    // Their change must not reach this page before it saves: that would be no conflict.
    await page.route(`**/api/v1/workspaces/*/posts/${id}`, (route) =>
      route.request().method() === 'GET' ? route.abort() : route.continue(),
    )
    const { etag = '' } = await api('GET /api/v1/workspaces/{workspaceId}/posts/{id}', { params })
    await api('PUT /api/v1/workspaces/{workspaceId}/posts/{id}', {
      params,
      ifMatch: etag,
      body: { base: { parts: [{ text: `Open at nine, theirs ${mark}` }] } },
    })
    await text(page).fill(`Open at ten, mine ${mark}`)
    const dialog = page.getByRole('alertdialog', { name: 'Somebody else changed this post' })
    await expect(dialog).toBeVisible()
    await page.unroute(`**/api/v1/workspaces/*/posts/${id}`)
    await dialog.getByRole('button', { name: choice }).click()
    await expect(dialog).toBeHidden()
    await expect(text(page)).toHaveValue(`${kept} ${mark}`)
    await expect(saved(page)).toBeVisible()
    const path = 'GET /api/v1/workspaces/{workspaceId}/posts'
    await expect
      .poll(async () => (await api(path, { params: { workspaceId }, query: { q: mark } })).data.items.length)
      .toBe(posts)
  })

test('pictures are put in order and described without a mouse', async ({ settled }) => {
  const { x } = await channelsOf(settled)
  const { page, at } = settled
  await page.goto(at(`/posts/new?channels=${x.id}`))
  await text(page).fill('Two pictures')
  const pixel = Buffer.from(
    'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
    'base64',
  )
  const other = Buffer.from(
    'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mP8z8BQDwAEhQGAhKmMIQAAAABJRU5ErkJggg==',
    'base64',
  )
  await page.locator('input[type=file]').setInputFiles([
    { name: 'first.png', mimeType: 'image/png', buffer: pixel },
    { name: 'second.png', mimeType: 'image/png', buffer: other },
  ])
  const list = page.getByRole('list', { name: 'Media' }).first()
  await expect(list.getByRole('textbox')).toHaveCount(2)
  await list.getByRole('textbox', { name: 'Description of first.png' }).fill('A green door')
  await page
    .getByRole('button', { name: /^Move .* later$/ })
    .first()
    .press('Enter')
  await expect(list.getByRole('textbox').last()).toHaveValue('A green door')
  await expect(saved(page)).toBeVisible()
})

for (const colorScheme of ['light', 'dark'] as const)
  test(`nothing stands in the way of anybody: composer, ${colorScheme}`, async ({ settled }) => {
    const { x, linkedin } = await channelsOf(settled)
    const { page, at } = settled
    await page.emulateMedia({ colorScheme })
    await page.goto(at(`/posts/new?channels=${x.id},${linkedin.id}&at=2027-03-27T09:00`))
    await text(page).fill('Long enough to be over the limit of one of them. '.repeat(8))
    await tabs(page).nth(1).click()
    await page.getByText('X settings').click()
    await expect(page.getByText('1 thing to fix before scheduling')).toBeVisible()
    const { violations } = await new AxeBuilder({ page }).analyze()
    expect(
      violations.map(({ id, nodes }) => `${id}: ${nodes.map((node) => node.target.join(' ')).join(', ')}`),
    ).toEqual([])
    await page.setViewportSize({ width: 320, height: 700 })
    const width = await page.evaluate(() => document.documentElement.scrollWidth)
    expect(width).toBeLessThanOrEqual(320)
  })
