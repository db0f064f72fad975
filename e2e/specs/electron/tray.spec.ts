import { expect, type Page } from '@playwright/test'
import { clickNotice, notices, pressTray, questions, trayMenu, watchDesk } from '../../drivers/desk.ts'
import { test, unavailable } from '../../drivers/desktop.ts'

test.skip(({ kind }) => unavailable(kind) !== null, 'no Electron on this machine')
test.describe.configure({ mode: 'serial' })

const engineState = (page: Page): Promise<string> =>
  page.evaluate(async () => {
    const reply = await window.kroma?.invoke('engine.snapshot', undefined)
    return reply?.ok ? reply.value.state : 'no answer'
  })
const windows = { count: 0, minimized: false, title: '' }
const lookAt = (app: Parameters<typeof watchDesk>[0]): Promise<typeof windows> =>
  app.evaluate(({ BrowserWindow }) => {
    const all = BrowserWindow.getAllWindows()
    return { count: all.length, minimized: all[0]?.isMinimized() ?? false, title: all[0]?.getTitle() ?? '' }
  }, null)

test('the tray pauses and resumes the validator', async ({ desktop }) => {
  const { app, page } = desktop
  await watchDesk(app)
  await expect.poll(() => engineState(page), { timeout: 60_000 }).toBe('running')
  await page.evaluate(() => window.kroma?.invoke('engine.stop', undefined))
  await expect.poll(() => trayMenu(app)).toContain('Resume')
  await pressTray(app, 'Resume')
  await expect.poll(() => trayMenu(app), { timeout: 30_000 }).toContain('Pause')
  await expect.poll(() => engineState(page), { timeout: 60_000 }).toBe('running')
})

test('the window says how the validator is, also where there is no tray', async ({ desktop }) => {
  await expect.poll(async () => (await lookAt(desktop.app)).title).toMatch(/.+ – Kroma Validator$/)
})

test('an alert comes as a notification, and a click on it shows the right screen', async ({ desktop }) => {
  const { app, page } = desktop
  const receipt = await page.evaluate(() => window.kroma?.invoke('alerts.test', { channel: 'notification' }))
  expect(receipt).toMatchObject({ ok: true, value: { ok: true } })
  await expect.poll(() => notices(app)).toContain('Test of this channel')
  await clickNotice(app, 'Test of this channel')
  await expect(page.getByRole('region', { name: 'Channels' })).toBeVisible()
})

test('without a tray, closing the window asks and never leaves the app unseen', async ({ desktop }) => {
  const { app, tray } = desktop
  tray.show(false)
  await app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.close(), null)
  await expect.poll(() => questions(app)).toEqual(['The validator would run unseen'])
  await expect.poll(() => lookAt(app)).toMatchObject({ count: 1, minimized: true })
  tray.show(true)
})

test('with one, closing gives the window back while the validator goes on, and the tray opens it again', async ({
  desktop
}) => {
  const { app } = desktop
  await app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.close(), null)
  await expect.poll(async () => (await lookAt(app)).count).toBe(0)
  await expect.poll(() => notices(app)).toContain('The validator goes on')
  await pressTray(app, 'Open Kroma Validator')
  await expect.poll(async () => (await lookAt(app)).count).toBe(1)
  desktop.page = await app.window()
  await expect(desktop.page.getByRole('heading', { level: 1 })).toBeVisible()
  expect(await engineState(desktop.page)).toBe('running')
})

test('a page that crashed is loaded again', async ({ desktop }) => {
  const { app } = desktop
  const gone = desktop.page.waitForEvent('crash')
  await app.evaluate(
    ({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.webContents.forcefullyCrashRenderer(),
    null
  )
  await gone
  const heading = () =>
    app.evaluate(
      ({ BrowserWindow }) =>
        BrowserWindow.getAllWindows()[0]
          ?.webContents.executeJavaScript('document.querySelector("h1")?.textContent ?? ""')
          .catch(() => 'crashed'),
      null
    )
  await expect.poll(heading).toMatch(/running/i)
  // The spec's own connection to a crashed page is of no use any more: a fresh window has a fresh one.
  await app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.close(), null)
  await expect.poll(async () => (await lookAt(app)).count).toBe(0)
  await pressTray(app, 'Open Kroma Validator')
  await expect.poll(async () => (await lookAt(app)).count).toBe(1)
  desktop.page = await app.window()
  await expect(desktop.page.getByRole('heading', { level: 1 })).toBeVisible()
})
