import { AxeBuilder } from '@axe-core/playwright'
import { expect, test } from '../world.ts'

test('from the printed address to the composer, with the practice channels chosen', async ({ page, fresh }) => {
  await page.goto(`${fresh.url}/setup?code=${fresh.setUpCode}`)
  await page.getByLabel('Your name').fill('Ada Byron')
  await page.getByLabel('E-mail').fill('ada@bakery.example')
  await page.getByLabel('Password', { exact: true }).fill('a horn over the hills')
  await page.keyboard.press('Enter')
  await expect(page.getByLabel('Name of your workspace')).toHaveValue('Bakery')
  await page.getByRole('button', { name: 'Continue' }).click()
  await expect(page.getByLabel('Practise first in the sandbox')).toBeChecked()
  await page.getByRole('button', { name: 'Start writing' }).click()
  await page.waitForURL('**/posts/new?channels=*')
  // Set up once, never again.
  await page.goto(`${fresh.url}/setup`)
  await page.waitForURL(/\/w\//)
})

test('without the code nobody becomes owner, and what was typed stays', async ({ page, fresh }) => {
  await page.goto(`${fresh.url}/`)
  await page.waitForURL('**/setup')
  await page.getByLabel('Set-up code').fill('guessed')
  await page.getByLabel('Your name').fill('Mallory')
  await page.getByLabel('E-mail').fill('mallory@elsewhere.example')
  await page.getByLabel('Password', { exact: true }).fill('a horn over the hills')
  await page.getByRole('button', { name: 'Continue' }).click()
  await page.getByRole('button', { name: 'Continue' }).click()
  await expect(page.getByRole('alert')).toContainText('not the one printed in the terminal')
  await page.getByRole('button', { name: 'Back' }).click()
  await expect(page.getByLabel('Your name')).toHaveValue('Mallory')
  await expect(page.getByLabel('Set-up code')).toHaveAttribute('aria-invalid', 'true')
  const found = await new AxeBuilder({ page }).analyze()
  expect(found.violations).toEqual([])
})
