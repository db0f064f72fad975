import type { ChildProcess } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { test as base, type ConsoleMessage, type Page } from '@playwright/test'
import type { Bridge } from '../../shared/ipc/bridge.ts'
import { type TrayService, trayService } from './desk.ts'
import { startDouble } from './double.ts'
import { noElectron, startElectron } from './electron.ts'
import { pastFirstStart } from './past-first-start.ts'

declare global {
  interface Window {
    readonly kroma?: Bridge
  }
}

type Electron = typeof import('electron')

/** The main process as a spec reaches it; Playwright's ElectronApplication has the same. */
export type DesktopApp = {
  /** Runs `fn` in the main process; what it uses must be in it or in `arg`. */
  evaluate<R, A>(fn: (electron: Electron, arg: A) => R | Promise<R>, arg: A): Promise<R>
  process(): ChildProcess
  /** The window that is open, or the next one. */
  window(): Promise<Page>
  close(): Promise<void>
}

export type Desktop = { app: DesktopApp; page: Page; dataFolder: string; problems: string[]; tray: TrayService }

/** `double`: the built main process over the double of Electron's API, its window a page of Chromium. `electron`: the same in Electron itself. */
export type DesktopKind = 'double' | 'electron'

export const entry: string = resolve(import.meta.dirname, '../../out/main/index.js')

/** Why the specs cannot be run in this kind of shell here, or null when they can. */
export const unavailable = (kind: DesktopKind | 'browser'): string | null => (kind === 'electron' ? noElectron : null)

/** Starts the built app on `dataFolder` and waits for its window. */
export async function startDesktop(kind: DesktopKind, dataFolder: string, args: string[] = []): Promise<Desktop> {
  const start = kind === 'double' ? startDouble : startElectron
  const tray = trayService(dataFolder)
  const app = await start([entry, '--data', dataFolder, ...args], { ...process.env, PATH: tray.path })
  const page = await app.window()
  const problems: string[] = []
  const note = (message: ConsoleMessage): void => {
    if (message.type() === 'error') problems.push(message.text())
  }
  page.on('console', note)
  page.on('pageerror', (error) => void problems.push(error.message))
  await page.waitForLoadState('load')
  return { app, page, dataFolder, problems, tray }
}

/** `kind`: which shell a project of the configuration runs in. */
export type OwnOptions = { kind: DesktopKind }

/** `desktop`: the app on a fresh data folder past its first start, started once for all files of a project. */
export const test = base.extend<object, OwnOptions & { desktop: Desktop }>({
  kind: ['double', { option: true, scope: 'worker' }],
  desktop: [
    async ({ kind }, use) => {
      const dataFolder = mkdtempSync(join(tmpdir(), 'kroma-desktop-'))
      pastFirstStart(dataFolder)
      const desktop = await startDesktop(kind, dataFolder)
      await use(desktop)
      await desktop.app.close()
      rmSync(dataFolder, { recursive: true, force: true })
    },
    { scope: 'worker', timeout: 120_000 }
  ]
})
