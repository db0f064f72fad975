import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { chromium } from '@playwright/test'
import { icnsOf, icoOf } from './icon-files.ts'

const root = resolve(import.meta.dirname, '../..')
const resources = join(import.meta.dirname, 'resources')
const sizes = [16, 24, 32, 48, 64, 128, 256, 512, 1024]

/** Draws the app's icon from its SVG in every size and container that the three systems ask for. Run by hand when the icon changes; what it makes is committed. */
async function drawIcons(): Promise<void> {
  const svg = readFileSync(join(root, 'renderer/public/icon.svg'), 'utf8')
  const pngs = await renderedAt(svg, sizes)
  mkdirSync(join(resources, 'icons'), { recursive: true })
  for (const [size, png] of pngs) writeFileSync(join(resources, 'icons', `${size}x${size}.png`), png)
  writeFileSync(join(resources, 'icon.ico'), icoOf(pngs))
  writeFileSync(join(resources, 'icon.icns'), icnsOf(pngs))
}

async function renderedAt(svg: string, wanted: readonly number[]): Promise<Map<number, Buffer>> {
  const browser = await chromium.launch({
    executablePath: process.env.KROMA_CHROMIUM ?? '/usr/bin/chromium',
    args: ['--headless', '--disable-gpu', ...(process.getuid?.() === 0 ? ['--no-sandbox'] : [])]
  })
  const page = await browser.newPage()
  const found = new Map<number, Buffer>()
  for (const size of wanted) {
    await page.setViewportSize({ width: size, height: size })
    await page.setContent(`<body style="margin:0">${svg.replace('<svg ', `<svg width="${size}" height="${size}" `)}`)
    found.set(size, await page.screenshot({ omitBackground: true }))
  }
  await browser.close()
  return found
}

await drawIcons()
