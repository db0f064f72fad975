import { existsSync, readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { _electron } from '@playwright/test'
import type { DesktopApp } from './desktop.ts'

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

/** Why the desktop shell cannot be run in Electron itself here, or null when it can. */
export const noElectron: string | null =
  electronPath() === null ? 'no Electron binary on this machine' : hasDisplay ? null : 'no display on this machine'

/** Starts Electron with the entry and its arguments. */
export async function startElectron(argv: string[], env: NodeJS.ProcessEnv): Promise<DesktopApp> {
  const executablePath = electronPath()
  if (executablePath === null) throw new Error('no Electron binary on this machine')
  const asRoot = process.getuid?.() === 0 ? ['--no-sandbox'] : []
  const app = await _electron.launch({ executablePath, args: [...asRoot, ...argv], env: env as Record<string, string> })
  return {
    evaluate: (fn, arg) => app.evaluate(fn as never, arg as never),
    process: () => app.process(),
    window: () => app.firstWindow(),
    close: () => app.close()
  }
}
