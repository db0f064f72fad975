import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect } from '@playwright/test'
import { startDesktop, test, unavailable } from '../../drivers/desktop.ts'

test.skip(({ kind }) => unavailable(kind) !== null, 'no Electron on this machine')

test('a second start on the same data folder ends by itself and raises the first window', async ({ desktop, kind }) => {
  await desktop.app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.minimize(), null)
  await expect(startDesktop(kind, desktop.dataFolder)).rejects.toThrow()
  const windows = () =>
    desktop.app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows().map((w) => w.isMinimized()), null)
  await expect.poll(windows).toEqual([false])
})

test('quitting stops everything and exits with 0', async ({ kind }) => {
  const folder = mkdtempSync(join(tmpdir(), 'kroma-desktop-'))
  const { app } = await startDesktop(kind, folder)
  const process = app.process()
  const ended = new Promise<number | null>((done) => process.once('exit', (code) => done(code)))
  await app.evaluate(({ app: electronApp }) => electronApp.quit(), null).catch(() => {})
  expect(await ended).toBe(0)
  rmSync(folder, { recursive: true, force: true })
})
