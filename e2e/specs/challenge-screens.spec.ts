import AxeBuilder from '@axe-core/playwright'
import { type Browser, expect, type Page, test } from '@playwright/test'
import { challengeScenarios } from '../../renderer/dev/challenge-scenarios.ts'
import { buildRenderer, type RendererBuild, type Served, serveFolder } from '../bench/renderer-build.ts'
import { openBrowser, openView } from '../drivers/browser.ts'

/** Every state of a dispute that the screens are designed for, without an engine behind them. */
test.describe.configure({ mode: 'serial' })

let build: RendererBuild
let served: Served
let browser: Browser
let page: Page
let problems: string[]

test.beforeAll(async () => {
  build = await buildRenderer('fixture')
  served = await serveFolder(build.folder)
  browser = await openBrowser()
  const view = await openView(browser, 'about:blank', {
    viewport: { width: 900, height: 600 },
    reducedMotion: 'reduce'
  })
  page = view.page
  problems = view.problems
})
test.afterAll(async () => {
  await browser?.close()
  await served?.stop()
  build?.remove()
})

const open = async (fixture: string, screen = 'challenges', more = ''): Promise<void> => {
  await page.goto('about:blank')
  await page.goto(`${served.url}/?fixture=${fixture}${more}#/${screen}`)
  await expect(page.getByRole('heading', { level: 1 })).toBeVisible()
}
const openFirst = async (): Promise<void> => {
  const first = page.locator('[data-challenge], tbody button').first()
  await expect(first).toBeVisible()
  await first.click()
  await expect(page.getByRole('link', { name: 'All challenges' })).toBeVisible()
  await expect(page.getByRole('heading', { level: 1 })).toBeFocused()
}
const axe = async (within = 'html'): Promise<string[]> =>
  (await new AxeBuilder({ page }).include(within).analyze()).violations.map((v) => `${v.id}: ${v.nodes[0]?.html}`)
const tooWide = (): Promise<number> =>
  page.evaluate(() => {
    const main = document.querySelector('main')
    return Math.max(
      document.documentElement.scrollWidth - innerWidth,
      (main?.scrollWidth ?? 0) - (main?.clientWidth ?? 0)
    )
  })

for (const name of Object.keys(challengeScenarios)) {
  test(`${name}: the list and the challenge have no accessibility violation and fit 900 x 600`, async () => {
    await page.emulateMedia({ colorScheme: 'light' })
    await open(name)
    expect(await axe('main')).toEqual([])
    expect(await tooWide()).toBeLessThanOrEqual(0)
    await openFirst()
    expect(await axe('main')).toEqual([])
    expect(await tooWide()).toBeLessThanOrEqual(0)
    await page.emulateMedia({ colorScheme: 'dark' })
    expect(await axe('main')).toEqual([])
  })
}

for (const name of ['challenge-several', 'challenge-alert']) {
  test(`${name}: the Overview has no accessibility violation and fits 900 x 600`, async () => {
    for (const colorScheme of ['dark', 'light'] as const) {
      await page.emulateMedia({ colorScheme })
      await open(name, 'overview')
      await expect(page.getByRole('region', { name: 'Open challenges' })).toBeVisible()
      expect(await axe()).toEqual([])
      expect(await tooWide()).toBeLessThanOrEqual(0)
    }
  })
}

test('says once that a move is due, whatever the screen', async () => {
  await open('challenged', 'outputs')
  const told = page.locator('[aria-live="assertive"]')
  await expect(told).toHaveText(/^Your move in the challenge of output 12,840 until \d{2}:\d{2}:\d{2}\.$/)
  await told.evaluate((element) => {
    const changes = window as { announced?: number }
    changes.announced = 0
    new MutationObserver(() => {
      changes.announced = (changes.announced ?? 0) + 1
    }).observe(element, { subtree: true, childList: true, characterData: true })
  })
  // Heads come once a second: the clock runs on, the announcement does not change.
  await page.waitForTimeout(2_500)
  await page.getByRole('link', { name: 'Challenges', exact: true }).click()
  await expect(page.getByRole('heading', { level: 1, name: 'Challenges' })).toBeVisible()
  expect(await page.evaluate(() => (window as { announced?: number }).announced)).toBe(0)
})

test('comes back to the challenge that was left', async () => {
  await open('challenge-several')
  await page.getByRole('link', { name: /^You challenge output 12,838/ }).focus()
  await page.keyboard.press('Enter')
  await expect(page.getByRole('heading', { level: 1 })).toBeFocused()
  await page.getByRole('link', { name: 'All challenges' }).click()
  await expect(page.getByRole('link', { name: /^You challenge output 12,838/ })).toBeFocused()
})

test('loads past challenges page by page and sorts them', async () => {
  await open('challenge-past')
  const table = page.getByRole('table', { name: 'Past challenges' })
  await expect(table).toHaveAttribute('aria-rowcount', '102')
  await page.locator('main').evaluate((main) => main.scrollTo(0, main.scrollHeight))
  await expect(table).toHaveAttribute('aria-rowcount', '202')
  await page.locator('main').evaluate((main) => main.scrollTo(0, main.scrollHeight))
  await expect(table).toHaveAttribute('aria-rowcount', '261')
  await page.locator('main').evaluate((main) => main.scrollTo(0, 0))
  await page.getByRole('button', { name: 'Output', exact: true }).click()
  await page.getByRole('button', { name: 'Output', exact: true }).click()
  await expect(table.locator('tbody button').first()).toHaveText('12,023')
})

test('has a table behind the picture', async () => {
  await open('challenge-proving')
  await openFirst()
  const picture = page.getByRole('img', { name: /In dispute now: 1 block, agreed at block 23,107,852, disputed at/ })
  await expect(picture).toBeVisible()
  await page
    .getByRole('region', { name: 'The disputed blocks', exact: true })
    .locator('label', { hasText: 'Table' })
    .click()
  await expect(page.getByRole('row', { name: /^Proof You 23,107,852 23,107,853 1/ })).toBeVisible()
  expect(await axe()).toEqual([])
})

test('designs waiting, failing and a lost connection', async () => {
  await open('challenged', 'challenges', '&fail=IPC_NOT_READY')
  await expect(page.getByRole('alert')).toContainText('The app is still starting.')
  expect(await axe()).toEqual([])
  await open('challenged', 'challenges', '&lost')
  await expect(page.getByText('No connection to the app.')).toBeVisible()
  await expect(page.getByRole('link', { name: /challenges your output 12,840/ })).toBeVisible()
  expect(await axe()).toEqual([])
  await page.goto('about:blank')
  await page.goto(`${served.url}/?fixture=challenged#/challenges/5/0x${'ab'.repeat(20)}/17`)
  await expect(page.getByText('This challenge is not known')).toBeVisible()
  expect(await axe()).toEqual([])
})

test('complained about nothing in the browser', () => expect(problems).toEqual([]))
