import AxeBuilder from '@axe-core/playwright'
import { type Browser, expect, type Page, test } from '@playwright/test'
import { buildRenderer, type RendererBuild, type Served, serveFolder } from '../bench/renderer-build.ts'
import { openBrowser, openView } from '../drivers/browser.ts'

/** The Money screen with 10,000 outputs of its own, and the Prover screen with every trouble there is, without an engine behind them. */
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

const open = async (screen: string, more = ''): Promise<void> => {
  await page.goto('about:blank')
  await page.goto(`${served.url}/?fixture=waiting${more}#/${screen}`)
  await expect(page.getByRole('heading', { level: 1 })).toBeVisible()
}
const axe = async (): Promise<string[]> =>
  (await new AxeBuilder({ page }).analyze()).violations.map((v) => `${v.id}: ${v.nodes[0]?.html}`)
const tooWide = (): Promise<number> =>
  page.evaluate(() => {
    const main = document.querySelector('main')
    return Math.max(
      document.documentElement.scrollWidth - innerWidth,
      (main?.scrollWidth ?? 0) - (main?.clientWidth ?? 0)
    )
  })
const inBothThemes = async (): Promise<void> => {
  for (const colorScheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme })
    expect(await axe()).toEqual([])
  }
  expect(await tooWide()).toBeLessThanOrEqual(0)
}
const group = (name: string) => page.getByRole('radiogroup', { name: 'Added up by' }).getByText(name, { exact: true })
const lines = () => page.getByRole('table', { name: 'Line by line' })

test('adds up by day, month and output, as charts and as tables, and fits 900 x 600', async () => {
  await open('money', '&outputs=3000')
  for (const name of ['Day', 'Month', 'Output']) {
    await group(name).click()
    await expect(lines().locator('tbody button').first()).toBeVisible()
    if (name !== 'Month') await inBothThemes()
  }
  const gained = page.getByRole('region', { name: 'KRO gained' })
  await gained.getByText('Table', { exact: true }).click()
  await expect(gained.getByRole('row')).toHaveCount(61)
  expect(await axe()).toEqual([])
  await expect(page.getByText('≈')).toBeVisible()
  expect(problems).toEqual([])
})

test('of 10,000 outputs only those in sight are in the page; the last one is reached, and opens by keyboard', async () => {
  await open('money', '&outputs=30000')
  await group('Output').click()
  await expect(lines()).toHaveAttribute('aria-rowcount', '10001')
  await expect(lines().locator('tbody button').first()).toBeVisible()
  expect(await lines().locator('tbody tr').count()).toBeLessThan(80)
  await page.locator('main').evaluate((main) => main.scrollTo(0, main.scrollHeight))
  const last = lines().locator('tr[data-row="9999"] button')
  await expect(last).toBeVisible({ timeout: 30_000 })
  expect(await lines().locator('tbody tr').count()).toBeLessThan(80)
  await last.focus()
  await page.keyboard.press('Enter')
  await expect(page.getByRole('dialog').getByText('KRO gained')).toBeVisible()
  await expect(page.getByRole('dialog')).toBeFocused()
  await page.keyboard.press('Escape')
  await expect(page.getByRole('dialog')).toBeHidden()
  expect(problems).toEqual([])
})

test('says what failed, and that nothing has moved yet', async () => {
  await open('money', '&fail=HISTORY_DAMAGED')
  await expect(page.getByText('The stored history cannot be read.')).toBeVisible()
  await inBothThemes()
  await page.goto('about:blank')
  await page.goto(`${served.url}/?fixture=first-start#/money`)
  await expect(page.getByText('Nothing has moved yet').first()).toBeVisible()
  await inBothThemes()
})

test('every trouble of the prover’s machine is told, the costliest first', async () => {
  await open('prover', '&prover-trouble')
  const told = page
    .locator('main')
    .getByText(/may still run|not stopped yet|cap is reached|less than it must|more than it should|PROOF_STORE/)
  await expect(told.first()).toBeVisible()
  expect((await told.allInnerTexts()).map((text) => text.slice(0, 24))).toEqual([
    'i-0fedcba9876543210 may ',
    'The machine is not stopp',
    'A cost cap is reached.',
    'The AWS key can do less ',
    'The AWS key can do more ',
    'PROOF_STORE_FULL'
  ])
  await inBothThemes()
})
