import { readFileSync } from 'node:fs'
import AxeBuilder from '@axe-core/playwright'
import { type Browser, expect, type Page, test } from '@playwright/test'
import { doctorChecks } from '../../shared/domain/doctor.ts'
import { buildRenderer, type RendererBuild, type Served, serveFolder } from '../bench/renderer-build.ts'
import { openBrowser, openView } from '../drivers/browser.ts'

/** The Doctor and the log as the screens show them, without an engine behind them. */
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
    reducedMotion: 'reduce',
    permissions: ['clipboard-read', 'clipboard-write']
  })
  page = view.page
  problems = view.problems
})
test.afterAll(async () => {
  await browser?.close()
  await served?.stop()
  build?.remove()
})

const open = async (screen: string, fixture = 'waiting', more = ''): Promise<void> => {
  await page.goto('about:blank')
  await page.goto(`${served.url}/?fixture=${fixture}${more}#/${screen}`)
  await expect(page.getByRole('heading', { level: 1 })).toBeVisible()
}
/** Lines that are like those before them are left out: there are hundreds. */
const axe = async (): Promise<string[]> =>
  (await new AxeBuilder({ page }).exclude('li:nth-child(n+15)').analyze()).violations.map(
    (v) => `${v.id}: ${v.nodes[0]?.html}`
  )
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

test('the Doctor lists every check, the worst first, with what to do', async () => {
  await open('doctor', 'rpc-down')
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('2 checks failed')
  await expect(page.locator('[data-check]')).toHaveCount(Object.keys(doctorChecks).length)
  const first = page.locator('[data-check]').first()
  await expect(first).toContainText('Failed')
  await expect(first).toContainText('Let it sync')
  const verdicts = await page.locator('section').first().locator('[data-check]').allInnerTexts()
  expect(verdicts[0]).toMatch(/^Failed/)
  expect(verdicts.at(-1)).toMatch(/^OK/)
  await inBothThemes()
})

test('says that all is fine, runs again, and copies the list', async () => {
  await open('doctor')
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Everything is in order')
  await page.getByRole('button', { name: 'Copy as text' }).click()
  await expect(page.getByText('Copied.')).toBeVisible()
  const copied = await page.evaluate(() => navigator.clipboard.readText())
  expect(copied).toContain('OK: L1 chain (l1-chain): chain 1')
  await page.getByRole('button', { name: 'Run again' }).click()
  await expect(page.getByRole('button', { name: 'Run again' })).toBeEnabled()
  await inBothThemes()
})

test('shows today against forecast and limit, by endpoint and by reason, as chart and as table', async () => {
  await open('doctor', 'rpc-down')
  const card = page.getByRole('region', { name: 'Requests to the RPC endpoints' })
  await expect(card).toContainText('1,380 · 1,490 by midnight UTC · limit 1,500')
  await expect(card).toContainText('Polling is 2.4 times slower')
  await expect(card.getByRole('region', { name: 'By endpoint, today' })).toContainText('http://127.0.0.1:9545')
  await expect(card.getByRole('region', { name: 'By reason, today' })).toContainText('Events')
  await card.getByText('Table', { exact: true }).click()
  await expect(card.getByRole('region', { name: 'L1 requests a day, table' }).getByRole('row')).toHaveCount(30)
  expect(await axe()).toEqual([])
})

test('says when nothing is counted yet, and when the checks cannot be made', async () => {
  await open('doctor', 'first-start')
  await expect(page.getByText('Nothing is counted yet')).toBeVisible()
  await open('doctor', 'waiting', '&fail=INTERNAL')
  await expect(page.getByRole('alert')).toBeVisible()
  await expect(page.getByRole('button', { name: 'Try again' })).toBeVisible()
  expect(await axe()).toEqual([])
})

test('the log is read by level and text, and text from outside is text', async () => {
  await open('logs')
  const lines = page.getByRole('list', { name: 'Lines of the log' }).getByRole('listitem')
  await expect(lines.first()).toContainText('tx.confirmed')
  await expect(lines).toHaveCount(200)
  await expect(page.getByText('<img src=x onerror=alert(1)>').first()).toBeVisible()
  await expect(page.getByText('Debug')).toHaveCount(0)
  expect(await tooWide()).toBeLessThanOrEqual(0)
  await page.getByText('Errors', { exact: true }).click()
  await expect(lines.first()).toContainText('machine.key-too-powerful')
  await expect(lines).toHaveCount(100)
  await inBothThemes()
  await page.getByText('All', { exact: true }).click()
  await page.getByRole('searchbox', { name: 'Search in the log' }).fill('STALE')
  await expect(lines.first()).toContainText('head.stale-answer')
  await page.getByRole('searchbox', { name: 'Search in the log' }).fill('no such thing')
  await expect(page.getByText('No line of the log has this level and this text.')).toBeVisible()
  expect(await axe()).toEqual([])
  await page.getByRole('searchbox', { name: 'Search in the log' }).fill('HTTP 429')
  await expect(lines.first()).toContainText('Warning')
  await inBothThemes()
})

test('older lines are fetched where the log goes on, to its beginning', async () => {
  await open('logs')
  const lines = page.getByRole('list', { name: 'Lines of the log' }).getByRole('listitem')
  const older = page.getByRole('button', { name: 'Older lines' })
  for (const count of [200, 400, 600]) {
    await expect(lines).toHaveCount(count)
    await older.click()
  }
  await expect(lines).toHaveCount(800)
  await expect(page.getByText('The beginning of the log.')).toBeVisible()
  await expect(older).toHaveCount(0)
})

test('the log is saved as a file, as it is filtered', async () => {
  await open('logs')
  await page.getByText('Warnings', { exact: true }).click()
  await expect(page.getByRole('listitem').filter({ hasText: 'rpc.endpoint-down' }).first()).toBeVisible()
  const download = page.waitForEvent('download')
  await page.getByRole('button', { name: 'Save as a file' }).click()
  const file = await download
  expect(file.suggestedFilename()).toBe('kroma-validator.log')
  const text = readFileSync(await file.path(), 'utf8')
  expect(text).toContain('rpc.endpoint-down')
  expect(text).not.toContain('tx.confirmed')
})

test('an empty log and one that cannot be read are told', async () => {
  await open('logs', 'first-start')
  await page.getByText('All', { exact: true }).click()
  await expect(page.getByText('The log is empty')).toBeVisible()
  await open('logs', 'waiting', '&fail=INTERNAL')
  await expect(page.getByRole('button', { name: 'Try again' })).toBeVisible()
  expect(problems).toEqual([])
})
