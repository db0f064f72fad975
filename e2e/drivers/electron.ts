import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { dirname, join, resolve } from 'node:path'
import { _electron, test as base, type ElectronApplication, type Page } from '@playwright/test'
import type { Bridge } from '../../shared/ipc/bridge.ts'

declare global {
  interface Window {
    readonly kroma?: Bridge
  }
}

const root = resolve(import.meta.dirname, '../..')
const entry = join(root, 'out/main/index.js')

/** Electron's executable when it is on this machine. Looks only: the package itself would try to download it. */
function electronPath(): string | null {
  const folder = dirname(createRequire(import.meta.url).resolve('electron/package.json'))
  const pathFile = join(folder, 'path.txt')
  if (!existsSync(pathFile)) return null
  const dist = process.env.ELECTRON_OVERRIDE_DIST_PATH ?? join(folder, 'dist')
  const executable = join(dist, readFileSync(pathFile, 'utf8').trim())
  return existsSync(executable) ? executable : null
}

const hasDisplay = process.platform !== 'linux' || Boolean(process.env.DISPLAY || process.env.WAYLAND_DISPLAY)

/** Why the desktop shell cannot be run here, or null when it can. */
export const noElectron: string | null =
  electronPath() === null ? 'no Electron binary on this machine' : hasDisplay ? null : 'no display on this machine'

export type Desktop = { app: ElectronApplication; page: Page; dataFolder: string; problems: string[] }

/** Starts the built app in Electron on `dataFolder` and waits for its window. */
export async function startDesktop(dataFolder: string, args: string[] = []): Promise<Desktop> {
  const executablePath = electronPath()
  if (executablePath === null) throw new Error('no Electron binary on this machine')
  const asRoot = process.getuid?.() === 0 ? ['--no-sandbox'] : []
  const app = await _electron.launch({
    executablePath,
    args: [...asRoot, entry, '--data', dataFolder, ...args],
    cwd: root
  })
  const page = await app.firstWindow()
  const problems: string[] = []
  page.on('console', (message) => {
    if (message.type() === 'error') problems.push(message.text())
  })
  page.on('pageerror', (error) => void problems.push(error.message))
  await page.waitForLoadState('load')
  return { app, page, dataFolder, problems }
}

/** `desktop`: the app on a fresh data folder, started once for each file. */
export const test = base.extend<object, { desktop: Desktop }>({
  desktop: [
    // biome-ignore lint/correctness/noEmptyPattern: Playwright reads the fixtures that are wanted from this pattern.
    async ({}, use) => {
      const dataFolder = mkdtempSync(join(tmpdir(), 'kroma-electron-'))
      const desktop = await startDesktop(dataFolder)
      await use(desktop)
      await desktop.app.close()
      rmSync(dataFolder, { recursive: true, force: true })
    },
    { scope: 'worker', timeout: 120_000 }
  ]
})
