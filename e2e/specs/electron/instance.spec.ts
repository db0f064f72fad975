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
