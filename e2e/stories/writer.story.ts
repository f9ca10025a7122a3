import { expect, practise, test } from '../world.ts'

const source = `Harbour bakery opens a second shop

The Harbour Bakery opened its second shop in Mill Street on 12 March 2026. Rents in the street have risen by 40 percent since 2023, said owner Marta Lind. "We bake at night so that the bread is warm at seven," Lind said.

The new shop employs 14 people and sells about 900 loaves a day. The bakery was founded in 1998 and had only one shop until this spring. Customers had asked for a shop in the east of the town for years.

The opening was delayed by four months because the oven, which weighs 3 tons, did not fit through the door. A wall had to be taken down and built up again.`

test('without a provider a plain draft for each channel stands there, with its evidence, and can be used', async ({
  settled,
}) => {
  const channels = await practise(settled)
  const two = ['twitter', 'linkedin'].flatMap((id) => channels.find((channel) => channel.platform === id) ?? [])
  const { page, at } = settled
  await page.goto(at(`/posts/new?channels=${two.map((channel) => channel.id).join(',')}`))
  await page.getByRole('textbox', { name: 'Text', exact: true }).press('ControlOrMeta+/')
  const panel = page.getByRole('complementary', { name: 'Write from a source' })
  await expect(panel.getByText(/No AI provider is set/)).toBeVisible()
  await panel.getByLabel('Text to write from').fill(source)
  await panel.getByRole('button', { name: 'Write', exact: true }).click()
  await expect(panel.getByText(/^Done/)).toBeVisible({ timeout: 30_000 })
  const cards = panel.getByRole('region', { name: /^Suggestion for/ })
  await expect(cards).toHaveCount(2)
  const card = panel.getByRole('region', { name: `Suggestion for ${two[0]?.name ?? ''}`, exact: true })
  await expect(card.getByText('Plain draft: made from sentences of your source, without AI')).toBeVisible()
  await card.getByText(/found in the source$/).click()
  await card
    .getByRole('button', { name: /found in the text|reworded/ })
    .first()
    .click()
  await expect(card.locator('blockquote mark')).not.toBeEmpty()
  await card.getByRole('button', { name: /^Use for/ }).click()
  await page.getByRole('tab').nth(1).click()
  const text = page.getByRole('textbox', { name: /^Text/ }).first()
  await expect(text).not.toHaveValue('')
  await expect(page.getByText('Own text. Changes of the base no longer reach it.')).toBeVisible()
  await page.getByRole('button', { name: 'Undo' }).click()
  await expect(text).toHaveValue('')
})

test('a source that is too thin says so and what to do', async ({ settled }) => {
  const [channel] = await practise(settled)
  const { page, at } = settled
  await page.goto(at(`/posts/new?channels=${channel?.id ?? ''}&panel=write`))
  const panel = page.getByRole('complementary', { name: 'Write from a source' })
  await panel.getByLabel('Text to write from').fill('Too short.')
  await panel.getByRole('button', { name: 'Write', exact: true }).click()
  await expect(panel.getByRole('alert')).toContainText('too few to write from', { timeout: 30_000 })
  await expect(panel.getByText('Add a brief or more text.')).toBeVisible()
})
