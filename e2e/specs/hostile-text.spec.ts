import { type Browser, expect, type Page, test } from '@playwright/test'
import { buildRenderer, type RendererBuild, type Served, serveFolder } from '../bench/renderer-build.ts'
import { openBrowser, openView } from '../drivers/browser.ts'

/** Every text that comes from a node, a contract, a prover, a feed or a log is shown as text, whatever it says. */
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
  const view = await openView(browser, 'about:blank', { reducedMotion: 'reduce' })
  page = view.page
  problems = view.problems
})
test.afterAll(async () => {
  await browser?.close()
  await served?.stop()
  build?.remove()
})

/** What became of the hostile text on the screen that is open: elements made of it, code of it that ran, and how often it is read. */
const lookAt = (): Promise<{ elements: number; ran: boolean; texts: number }> =>
  page.evaluate(() => ({
    elements: document.querySelectorAll('[data-hostile], a[href^="javascript:"], [onerror]').length,
    ran: 'hostile' in window,
    texts: document.body.textContent.split('<img src=x data-hostile').length - 1
  }))

const screens = {
  'challenge-several': ['overview', 'challenges', 'outputs', 'alerts'],
  'failed-gate': ['overview', 'alerts'],
  'rpc-down': ['overview', 'doctor', 'logs', 'prover', 'money', 'practice', 'settings', 'stake', 'stake/withdraw'],
  jailed: ['overview', 'stake/unjail']
} as const

/** On these there is text from outside in the fixture; the others show numbers and words of ours only. */
const shownOn = /overview|challenges|alerts|doctor|logs|prover/

for (const [fixture, names] of Object.entries(screens)) {
  test(`${fixture}: text from outside stays text`, async () => {
    let texts = 0
    for (const name of names) {
      await page.goto('about:blank')
      await page.goto(`${served.url}/?fixture=${fixture}&hostile&update=failed#/${name}`)
      await expect(page.getByRole('heading', { level: 1 }).first()).toBeVisible()
      if (shownOn.test(name))
        await expect.poll(async () => (await lookAt()).texts, { message: name }).toBeGreaterThan(0)
      const seen = await lookAt()
      expect({ name, elements: seen.elements, ran: seen.ran }).toEqual({ name, elements: 0, ran: false })
      texts += seen.texts
    }
    expect(texts).toBeGreaterThan(0)
  })
}

test('a refused command says so in text', async () => {
  await page.goto('about:blank')
  await page.goto(`${served.url}/?fixture=waiting&hostile&fail=INTERNAL#/doctor`)
  await expect(page.getByRole('heading', { level: 1 }).first()).toBeVisible()
  expect(await lookAt()).toMatchObject({ elements: 0, ran: false })
})

test('complained about nothing in the browser', () => expect(problems).toEqual([]))

test('the look itself finds what it looks for', async () => {
  await page.evaluate(() =>
    document.body.insertAdjacentHTML('beforeend', '<p data-hostile><a href="javascript:0">x</a>')
  )
  expect(await lookAt()).toMatchObject({ elements: 2 })
})
