import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import AxeBuilder from '@axe-core/playwright'
import { type Browser, expect, test } from '@playwright/test'
import { type AppProcess, openBrowser, openView, startApp, type View } from '../drivers/browser.ts'

/** A validator lies about output 3; this one, its challenger role on, finds it, narrows it down and proves it: all of it on screen. */
test.describe.configure({ mode: 'serial' })

const folder = mkdtempSync(join(tmpdir(), 'kroma-challenge-'))
let app: AppProcess
let browser: Browser
let view: View

test.beforeAll(async () => {
  const config = join(folder, 'config.json')
  writeFileSync(config, JSON.stringify({ network: 'practice', seed: 7, villain: true, roles: { challenger: true } }))
  app = await startApp({ args: ['--config', config] })
  browser = await openBrowser()
  view = await openView(browser, app.url, { acceptDownloads: true })
})
test.afterAll(async () => {
  await browser?.close()
  await app?.kill()
  rmSync(folder, { recursive: true, force: true })
})

const axe = async () =>
  (await new AxeBuilder({ page: view.page }).analyze()).violations.map((v) => `${v.id}: ${v.nodes[0]?.html}`)
const turns = () => view.page.getByRole('region', { name: 'Turns' })

test('explains what a challenge is while there is none', async () => {
  const { page } = view
  await page.getByRole('link', { name: 'Challenges', exact: true }).click()
  await expect(page.getByRole('heading', { level: 1, name: 'Challenges' })).toBeVisible()
  await expect(page.getByText('No challenges so far')).toBeVisible({ timeout: 60_000 })
  await expect(page.getByText('Your challenger role is on.')).toBeVisible()
  expect(await axe()).toEqual([])
})

/** The whole dispute takes seconds here: what is looked for may come and go between two looks from outside. */
const watchFor = (selector: string, text: string) =>
  view.page.evaluate(
    ([wanted, start]) => {
      const seen = window as { seenLink?: string; seenText?: string }
      const look = (): void => {
        const link = [...document.querySelectorAll<HTMLAnchorElement>(wanted)].find((a) =>
          a.textContent?.startsWith(start)
        )
        if (!link || seen.seenLink !== undefined) return
        seen.seenLink = link.hash
        seen.seenText = link.closest('section')?.textContent ?? ''
      }
      new MutationObserver(look).observe(document.body, { subtree: true, childList: true, characterData: true })
      look()
    },
    [selector, text] as const
  )

test('puts the challenge of the wrong output first on the Overview, and leads to it', async () => {
  const { page } = view
  await page.getByRole('link', { name: 'Overview', exact: true }).click()
  await watchFor('a[href^="#/challenges/"]', 'You challenge output 3 of 0x')
  const seen = (what: 'seenLink' | 'seenText') =>
    page.evaluate((key) => (window as unknown as Record<string, string>)[key] ?? '', what)
  await expect.poll(() => seen('seenLink'), { timeout: 150_000 }).toMatch(/^#\/challenges\/3\/0x[0-9a-f]{40}\/\d+$/)
  expect(await seen('seenText')).toMatch(/^Open challenges/)
  await page.goto(page.url().replace(/#.*$/, await seen('seenLink')))
  await expect(page.getByRole('heading', { level: 1 })).toContainText(/output 3 of 0x/)
})

test('shows every turn, from the creation to the proof', async () => {
  await expect(turns().getByText('You challenged the output')).toBeVisible()
  await expect(turns().getByText('You proved the output wrong')).toBeVisible({ timeout: 150_000 })
  const moves = turns().getByRole('listitem')
  await expect(moves).toHaveText([
    /^Turn 1 You challenged the outputCut the output’s 40 blocks into 5 parts of 8\./,
    /^Turn 2 The asserter narrowed it to 8 blocks.*cut the rest into 2 parts of 4\./,
    /^Turn 3 You narrowed it to 4 blocks.*cut the rest into 2 parts of 2\./,
    /^Turn 4 The asserter narrowed it to 2 blocks.*cut the rest into single blocks\./,
    /^Down to single blocks/,
    /^You proved the output wrong/
  ])
  for (const i of [0, 1, 2, 3, 5])
    await expect(moves.nth(i).getByRole('button', { name: /^transaction 0x/ })).toBeVisible()
})

test('draws the narrowing, with the same numbers in the table behind it', async () => {
  const { page } = view
  const picture = page.getByRole('img', { name: /^The disputed blocks, turn by turn\./ })
  await expect(picture).toBeVisible()
  await expect(picture).toHaveAttribute(
    'aria-label',
    /Turn 1, you: 40 blocks, from 80 to 120\..*Turn 4, the asserter: 2 blocks/
  )
  const card = page.getByRole('region', { name: 'The disputed blocks', exact: true })
  await card.locator('label', { hasText: 'Table' }).click()
  const cells = await card
    .getByRole('row')
    .evaluateAll((rows) =>
      rows.slice(1).map((row) => [...row.children].map((cell) => Number(cell.textContent?.replaceAll(',', ''))))
    )
  expect(cells.map((row) => row[4])).toEqual([40, 8, 4, 2])
  for (const [i, row] of cells.entries()) {
    const [, , from = 0, to = 0, size = 0] = row
    expect(to - from).toBe(size)
    const outer = cells[i - 1]
    if (outer) expect(from >= (outer[2] ?? 0) && to <= (outer[3] ?? 0)).toBe(true)
  }
  // The villain lies from block 104 on: the last two blocks in dispute hold the first wrong one.
  const last = cells.at(-1)
  expect((last?.[2] ?? 0) < 104 && 104 <= (last?.[3] ?? 0)).toBe(true)
  await card.locator('label', { hasText: 'Picture' }).click()
})

test('says how it ended and what it brought', async () => {
  const { page } = view
  await expect(page.getByRole('region', { name: 'Result' })).toContainText('You won')
  const money = page.getByRole('region', { name: 'Money' })
  await expect(money).toContainText(/Won4,000 KRO/)
  expect(await axe()).toEqual([])
  await page.emulateMedia({ colorScheme: 'dark' })
  expect(await axe()).toEqual([])
  await page.emulateMedia({ colorScheme: 'light' })
})

test('exports the whole case as JSON', async () => {
  const { page } = view
  const [download] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('button', { name: 'Export case' }).click()
  ])
  expect(download.suggestedFilename()).toMatch(/^challenge-3-0x[0-9a-f]{8}\.json$/)
  const file = JSON.parse(readFileSync(await download.path(), 'utf8'))
  expect(file).toMatchObject({
    format: 'kroma-validator-dispute',
    dispute: { outputIndex: '3', role: 'challenger', outcome: 'proven' },
    output: { index: '3', deleted: true }
  })
  expect(file.moves.map(({ what }: { what: string }) => what)).toEqual([
    'created',
    'bisected',
    'bisected',
    'bisected',
    'ready-to-prove',
    'proven'
  ])
  expect(file.moves[0].segments).toHaveLength(6)
  expect(file.moves[0].segments[0]).toMatchObject({ l2Block: '80' })
})

test('keeps it among the past ones, reachable by the keyboard', async () => {
  const { page } = view
  await page.getByRole('link', { name: 'All challenges' }).click()
  const row = page.getByRole('row').filter({ hasText: 'proven wrong' }).last()
  await expect(row).toContainText('won')
  await row.getByRole('button').focus()
  await page.keyboard.press('Enter')
  await expect(page.getByRole('heading', { level: 1 })).toContainText('You proved output 3 of 0x')
  await expect(page.getByRole('heading', { level: 1 })).toBeFocused()
})

test('fits 900 x 600 without a horizontal scroll bar', async () => {
  const { page } = view
  await page.setViewportSize({ width: 900, height: 600 })
  const tooWide = () =>
    page.evaluate(() => {
      const main = document.querySelector('main')
      return Math.max(
        document.documentElement.scrollWidth - innerWidth,
        (main?.scrollWidth ?? 0) - (main?.clientWidth ?? 0)
      )
    })
  expect(await tooWide()).toBeLessThanOrEqual(0)
  await page.goto(page.url().replace(/#.*$/, '#/challenges'))
  await expect(page.getByRole('heading', { level: 1, name: 'Challenges' })).toBeVisible()
  expect(await tooWide()).toBeLessThanOrEqual(0)
})

test('complained about nothing in the browser', () => {
  expect(view.problems).toEqual([])
})
