import { mkdirSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { parseArgs } from 'node:util'
import type { Page } from '@playwright/test'
import { openBrowser, openView, startApp } from '../e2e/drivers/browser.ts'

const folder = resolve(import.meta.dirname, '../docs/screenshots')
const sizes = [
  { width: 1280, height: 800 },
  { width: 900, height: 600 }
]
const themes = ['light', 'dark'] as const

/** Pictures of the running app on the practice network, every screen in both sizes and themes. The app runs a while first, so that there is something to see. */
async function takeAll(waitSec: number): Promise<void> {
  mkdirSync(folder, { recursive: true })
  const app = await startApp()
  const browser = await openBrowser()
  try {
    const { page } = await openView(browser, app.url)
    await page.waitForTimeout(waitSec * 1000)
    for (const link of await page.getByRole('navigation').getByRole('link').allTextContents())
      await takeScreen(page, link)
  } finally {
    await browser.close()
    await app.stop()
  }
}

async function takeScreen(page: Page, link: string): Promise<void> {
  for (const size of sizes) {
    await page.setViewportSize({ width: 1280, height: 800 })
    await page.getByRole('link', { name: link, exact: true }).first().click()
    await page.setViewportSize(size)
    for (const colorScheme of themes) {
      await page.emulateMedia({ colorScheme })
      await page.waitForTimeout(700)
      const name = `${link.toLowerCase().replace(/\W+/g, '-')}-${size.width}x${size.height}-${colorScheme}.png`
      await page.screenshot({ path: join(folder, name) })
      console.log(name)
    }
  }
}

const { values } = parseArgs({ options: { wait: { type: 'string', default: '330' } } })
await takeAll(Number(values.wait))
