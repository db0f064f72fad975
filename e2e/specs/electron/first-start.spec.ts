import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, type Page } from '@playwright/test'
import { noElectron, startDesktop, test } from '../../drivers/electron.ts'

test.skip(noElectron !== null, noElectron ?? '')

const mySubmissions = (page: Page): Promise<number> =>
  page.evaluate(async () => {
    const reply = await window.kroma?.invoke('engine.snapshot', undefined)
    return reply?.ok ? reply.value.totals.mySubmissions : -1
  })

test('with no settings it starts the practice network, and its validator submits an output', async ({ desktop }) => {
  await expect.poll(() => mySubmissions(desktop.page), { timeout: 150_000, intervals: [1_000] }).toBeGreaterThan(0)
  expect(desktop.problems).toEqual([])
})

test('a second start on the same data folder ends by itself and raises the first window', async ({ desktop }) => {
  await expect(startDesktop(desktop.dataFolder)).rejects.toThrow()
  expect(await desktop.app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows().length)).toBe(1)
})

test('quitting stops everything and exits with 0', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'kroma-electron-'))
  const { app } = await startDesktop(folder)
  const process = app.process()
  const ended = new Promise<number | null>((done) => process.once('exit', (code) => done(code)))
  await app.evaluate(({ app: electronApp }) => electronApp.quit()).catch(() => {})
  expect(await ended).toBe(0)
  rmSync(folder, { recursive: true, force: true })
})
