import AxeBuilder from '@axe-core/playwright'
import { expect } from '@playwright/test'
import type { View } from '../drivers/browser.ts'
import { unavailable } from '../drivers/desktop.ts'
import { type OpenApp, openApp, test } from '../drivers/open-app.ts'
import { stakePage } from '../pages/stake-page.ts'

/** A first start with no settings, as a new user meets it; the tests follow each other on one running app. */
test.describe.configure({ mode: 'serial' })
test.skip(({ kind }) => unavailable(kind) !== null, 'no Electron on this machine')

let app: OpenApp
let view: View
const startedAtMs = Date.now()

test.beforeAll(async ({ kind }) => {
  app = await openApp(kind, { firstStart: true })
  view = app.view
})
test.afterAll(() => app?.kill())

const axe = async () =>
  (await new AxeBuilder({ page: view.page }).analyze()).violations.map((v) => `${v.id}: ${v.nodes[0]?.html}`)

test('meets a new user with five ways to begin, in light and in dark', async () => {
  const { page } = view
  await expect(page.getByRole('heading', { level: 1, name: 'Welcome' })).toBeVisible()
  for (const name of ['Start practising', 'Run my validator here', 'Become a validator', 'Move here', 'Only watch'])
    await expect(page.getByRole('button', { name })).toBeVisible()
  await expect(page.getByRole('navigation', { name: 'Screens' })).toHaveCount(0)
  expect(await axe()).toEqual([])
  await page.emulateMedia({ colorScheme: 'dark' })
  expect(await axe()).toEqual([])
  await page.emulateMedia({ colorScheme: 'light' })
})

test('is on the practice network with one key press, and for good', async () => {
  const { page } = view
  await expect(page.getByRole('button', { name: 'Start practising' })).toBeFocused()
  await page.keyboard.press('Enter')
  await expect(page.getByRole('region', { name: 'What happens next' })).toBeVisible()
  await page.reload()
  await expect(page.getByRole('region', { name: 'What happens next' })).toBeVisible()
})

test('shows the practice network and who the validator is, while it starts', async () => {
  const { page } = view
  await expect(page.getByRole('heading', { level: 1 })).toBeVisible()
  await expect(page.getByText('Practice network').first()).toBeVisible()
})

test('reaches a submitted output of its own on screen within 90 s of the start', async () => {
  const { page } = view
  const mine = page.getByRole('row').filter({ hasText: 'you' }).first()
  await expect(mine).toBeVisible({ timeout: 90_000 - (Date.now() - startedAtMs) })
  await expect(mine).toContainText(/valid|pending/)
})

test('says what happens next, with a countdown and a reason', async () => {
  const next = view.page.getByRole('region', { name: 'What happens next' })
  await expect(next.getByRole('heading').first()).toBeVisible()
  await expect(next).toContainText(/output \d+/i)
  await expect(next).toContainText(/\d{2}:\d{2}/)
})

test('the Overview has no accessibility violation, in light and in dark', { tag: '@browser' }, async () => {
  expect(await axe()).toEqual([])
  await view.page.emulateMedia({ colorScheme: 'dark' })
  expect(await axe()).toEqual([])
  await view.page.emulateMedia({ colorScheme: 'light' })
})

test('the Outputs screen lists it, draws it and has the table behind each chart', async () => {
  const { page } = view
  await page.getByRole('link', { name: 'Outputs', exact: true }).click()
  await expect(page.getByRole('heading', { level: 1, name: 'Outputs' })).toBeVisible()
  await expect(page.getByRole('row').filter({ hasText: 'you' }).first()).toBeVisible()
  const gas = page.getByRole('region', { name: 'Gas', exact: true })
  await expect(gas.locator('svg.recharts-surface').first()).toBeVisible()
  await gas.locator('label', { hasText: 'Table' }).click()
  await expect(gas.getByRole('table')).toContainText(/\d{3},\d{3}/)
  expect(await axe()).toEqual([])
})

test('is usable with the keyboard alone', async () => {
  const { page } = view
  await page.goto(page.url().replace(/#.*$/, '#/outputs'))
  await page.keyboard.press('Tab')
  for (let i = 0; i < 10; i++) {
    const name = await page.evaluate(() => document.activeElement?.textContent?.trim() ?? '')
    if (name === 'Overview') break
    await page.keyboard.press('Tab')
  }
  await page.keyboard.press('Enter')
  await expect(page.getByRole('region', { name: 'What happens next' })).toBeVisible()
})

test('pauses and resumes, and says so', async () => {
  const { page } = view
  await page.getByRole('button', { name: 'Pause' }).click()
  await page.getByRole('alertdialog').getByRole('button', { name: /pause/i }).click()
  await expect(page.getByRole('heading', { level: 1 })).toContainText(/paused|stopped/i)
  await page
    .getByRole('button', { name: /resume|start/i })
    .first()
    .click()
  await expect(page.getByRole('heading', { level: 1 })).toContainText(/running/i, { timeout: 30_000 })
})

test('survives a reload with its session, and refuses a second use of the link', { tag: '@browser' }, async () => {
  const { page } = view
  await page.reload()
  await expect(page.getByRole('heading', { level: 1 })).toContainText(/running/i)
  const stranger = await app.stranger()
  await expect(stranger.page.getByText(/used|link/i).first()).toBeVisible()
  await expect(stranger.page.getByText('What happens next')).toHaveCount(0)
  await stranger.context.close()
})

test('fits 900 x 600 without a horizontal scroll bar', async () => {
  const { page } = view
  await page.setViewportSize({ width: 900, height: 600 })
  for (const screen of ['#/', '#/outputs']) {
    await page.goto(page.url().replace(/#.*$/, screen))
    await expect(page.getByRole('heading', { level: 1 })).toBeVisible()
    expect(await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth)).toBeLessThanOrEqual(0)
  }
})

test('withdraws on the practice Ledger, to the verified balance', { tag: '@desktop' }, async () => {
  const stake = stakePage(view.page)
  await stake.open('stake/withdraw')
  await stake.type('Amount', '12.5')
  await stake.review(90_000)
  await stake.sign()
  await expect(stake.device).toContainText('Review transaction')
  expect(await stake.linesOf(stake.device)).toEqual(await stake.linesOf(stake.expected))
  await stake.press('Approve')
  const received = stake.step('Progress').getByRole('row', { name: /KRO in the withdraw account/ })
  await expect(received).toContainText(/12\.5 KRO\s*as expected/, { timeout: 60_000 })
})

test('complained about nothing in the browser', () => {
  expect(view.problems).toEqual([])
})

test('stops cleanly, and tells a page that is left', async ({ kind }) => {
  const code = await app.stop()
  expect(code).toBe(0)
  if (kind !== 'browser') return
  await expect(view.page.getByText(/connect/i).first()).toBeVisible()
})
