import AxeBuilder from '@axe-core/playwright'
import { type Browser, expect, type Page, test } from '@playwright/test'
import { buildRenderer, type RendererBuild, type Served, serveFolder } from '../bench/renderer-build.ts'
import { openBrowser, openView } from '../drivers/browser.ts'

/** Every screen, in both themes and at both ends of the sizes: nothing that axe finds, nothing that needs scrolling sideways, no complaint in the console. */
test.describe.configure({ mode: 'serial', timeout: 400_000 })

const looks = [
  { colorScheme: 'light', viewport: { width: 1280, height: 800 } },
  { colorScheme: 'dark', viewport: { width: 900, height: 600 } }
] as const
/** Places that the navigation does not lead to. */
const further = ['welcome', 'stake/withdraw', 'settings/key', 'settings/alerts', 'settings/prover', 'settings/backup']

let build: RendererBuild
let served: Served
let browser: Browser

test.beforeAll(async () => {
  build = await buildRenderer('fixture')
  served = await serveFolder(build.folder)
  browser = await openBrowser()
})
test.afterAll(async () => {
  await browser?.close()
  await served?.stop()
  build?.remove()
})

async function openScreen(page: Page, place: string): Promise<void> {
  await page.goto('about:blank')
  await page.goto(`${served.url}/?fixture=waiting#/${place}`)
  await expect(page.getByRole('heading', { level: 1 }).first()).toBeVisible()
  await expect(page.getByText(/^Loading /)).toHaveCount(0)
}

async function placesIn(page: Page): Promise<string[]> {
  await openScreen(page, 'overview')
  const links = await page.getByRole('navigation', { name: 'Screens' }).getByRole('link').all()
  const hrefs = await Promise.all(links.map((link) => link.getAttribute('href')))
  return [...hrefs.map((href) => (href ?? '').replace('#/', '')), ...further]
}

for (const look of looks)
  test(`in the ${look.colorScheme} theme at ${look.viewport.width} x ${look.viewport.height}`, async () => {
    const { page, context, problems } = await openView(browser, 'about:blank', { ...look, reducedMotion: 'reduce' })
    const places = await placesIn(page)
    expect(places.length).toBeGreaterThan(15)
    for (const place of places) {
      await openScreen(page, place)
      const { violations } = await new AxeBuilder({ page }).analyze()
      expect(violations.map(({ id, nodes }) => ({ place, id, where: nodes.map(({ target }) => target) }))).toEqual([])
      const sideways = await page.evaluate(() =>
        [document.documentElement, document.querySelector('main')].map((e) => e && e.scrollWidth > e.clientWidth)
      )
      expect({ place, sideways }).toEqual({ place, sideways: [false, false] })
    }
    expect(problems).toEqual([])
    await context.close()
  })
