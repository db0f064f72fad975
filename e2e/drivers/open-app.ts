import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test as base } from '@playwright/test'
import { openBrowser, openView, startApp, type View } from './browser.ts'
import { type DesktopKind, startDesktop } from './desktop.ts'
import { pastFirstStart } from './past-first-start.ts'

/** The shells in which a spec can be run: a page on loopback, the desktop shell over the double of Electron, and in Electron itself. */
type ShellKind = 'browser' | DesktopKind

/** `kind`: the shell of the project. Tests tagged `@browser` or `@desktop` are for one sort of shell only. */
export const test = base.extend<object, { kind: ShellKind }>({
  kind: ['browser', { option: true, scope: 'worker' }]
})

export type OpenApp = {
  view: View
  /** Another browser on the link that the app printed; there is none in the desktop shell. */
  stranger(): Promise<View>
  /** Ends the app as its user does; resolves with the exit code. */
  stop(): Promise<number | null>
  kill(): Promise<void>
}

/** Starts the built app on a fresh profile and shows it. */
export const openApp = (kind: ShellKind, options: { firstStart?: boolean } = {}): Promise<OpenApp> =>
  kind === 'browser' ? inBrowser(options) : onDesktop(kind, options)

async function inBrowser(options: { firstStart?: boolean }): Promise<OpenApp> {
  const app = await startApp(options)
  const browser = await openBrowser()
  return {
    view: await openView(browser, app.url),
    stranger: () => openView(browser, app.url),
    stop: () => app.stop(),
    kill: async () => {
      await browser.close()
      await app.kill()
    }
  }
}

async function onDesktop(kind: DesktopKind, { firstStart = false }: { firstStart?: boolean }): Promise<OpenApp> {
  const dataFolder = mkdtempSync(join(tmpdir(), 'kroma-desktop-'))
  if (!firstStart) pastFirstStart(dataFolder)
  const { app, page, problems } = await startDesktop(kind, dataFolder)
  const stop = async (): Promise<number | null> => {
    await app.close()
    rmSync(dataFolder, { recursive: true, force: true })
    return app.process().exitCode
  }
  return {
    view: { page, context: page.context(), problems },
    stranger: () => Promise.reject(new Error('the desktop shell has no link')),
    stop,
    kill: async () => void (await stop())
  }
}
