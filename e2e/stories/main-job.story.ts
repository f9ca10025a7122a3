/** The main job, as a new person does it: from the printed address to both timelines, from a real article. */
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { startInstance } from '../../scripts/instance.ts'
import { expect, test as base } from '../world.ts'

const article = `<!doctype html><html lang="en"><head><title>Riverside opens its second library</title>
<meta property="og:title" content="Riverside opens its second library"><meta property="og:description" content="48,000 books on Mill Street.">
</head><body><article><h1>Riverside opens its second library</h1>
<p>Riverside council opened a second public library on Mill Street after two years of building. The library holds 48,000 books and has 120 seats.</p>
<p>"People here waited a long time for this," said Mayor Ada Keller. "Now every child can walk to a library."</p>
<p>The building cost 6.4 million euros, of which 2.1 million came from a regional fund. It opens daily from 9 to 20. The council expects 900 visitors a day.</p>
</article></body></html>`

/** A page of somebody's site, on this machine. */
const test = base.extend<{ page_of_a_site: string }>({
  // oxlint-disable-next-line no-empty-pattern -- the runner reads the pattern to know what a fixture needs
  page_of_a_site: async ({}, use) => {
    const site = createServer((request, response) => {
      response.writeHead(request.url === '/news' ? 200 : 404, { 'content-type': 'text/html; charset=utf-8' })
      response.end(request.url === '/news' ? article : '')
    })
    await new Promise<void>((resolve) => site.listen(0, '127.0.0.1', resolve))
    await use(`http://127.0.0.1:${(site.address() as AddressInfo).port}/news`)
    site.closeAllConnections()
    site.close()
  },
})

// Recorded step by step, with pictures: `npx playwright show-trace test-results/…/trace.zip`.
test.use({ trace: 'on' })

test('set up, practise, paste a link, schedule, and see it on both timelines within two minutes', async ({
  browser,
  page_of_a_site: link,
}) => {
  test.setTimeout(180_000)
  await using instance = await startInstance({ settings: { OUTSIDE_ALLOW: '127.0.0.1' } })
  const context = await browser.newContext({
    locale: 'en-GB',
    timezoneId: 'Europe/Rome',
    viewport: { width: 1440, height: 900 },
  })
  const page = await context.newPage()
  const started = performance.now()

  await page.goto(`${instance.url}/setup?code=${instance.setUpCode}`)
  await page.getByLabel('Your name').fill('Ada Byron')
  await page.getByLabel('E-mail').fill('ada@bakery.example')
  await page.getByLabel('Password', { exact: true }).fill('a horn over the hills')
  await page.keyboard.press('Enter')
  await page.getByRole('button', { name: 'Continue' }).click()
  await page.getByRole('button', { name: 'Start writing' }).click()
  await page.waitForURL('**/posts/new?channels=*')

  // Practised on all; this job is about two of them. The others are taken out as a person does it.
  const chips = page.getByRole('list', { name: 'To' }).getByRole('listitem')
  for (const other of ['Bluesky', 'Facebook', 'Facebook', 'Instagram', 'Mastodon', 'Threads', 'TikTok'])
    await chips
      .filter({ has: page.getByTitle(other, { exact: true }) })
      .first()
      .getByRole('button')
      .click()
  await expect(chips).toHaveCount(2)

  await page.getByRole('textbox', { name: 'Text', exact: true }).press('ControlOrMeta+/')
  const panel = page.getByRole('complementary', { name: 'Write from a source' })
  await panel.getByLabel('Link').fill(link)
  await panel.getByRole('button', { name: 'Write', exact: true }).click()
  await expect(panel.getByText(/^Done/)).toBeVisible({ timeout: 30_000 })
  await panel.getByRole('button', { name: 'Use all 2' }).click()

  await page.getByLabel('At one time').check()
  await page.getByLabel('Type a time').fill('in 1 minute')
  await page.getByRole('button', { name: /^Schedule for/ }).click()
  const confirm = page.getByRole('alertdialog')
  await confirm.getByRole('button', { name: /^Schedule/ }).click()
  await expect(page.getByText(/Scheduled|Planned/).first()).toBeVisible()

  for (const network of ['linkedin', 'twitter']) {
    const timeline = await context.newPage()
    await timeline.goto(`${instance.sandbox}/${network}`)
    await expect(timeline.getByText(/Riverside/).first()).toBeVisible({ timeout: 90_000 })
    await timeline.close()
  }
  expect((performance.now() - started) / 1000).toBeLessThan(120)

  const ledger = (await (await fetch(`${instance.sandbox}/_sandbox/ledger`)).json()) as { platform: string }[]
  expect(ledger.map(({ platform }) => platform).toSorted()).toEqual(['linkedin', 'twitter'])
  await context.close()
})
