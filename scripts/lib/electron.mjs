import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { root, run } from './project.mjs'

const folder = join(root, 'node_modules', 'electron')

/** Path of Electron's executable when it is on this machine, else null. */
export function installedElectron() {
  const pathFile = join(folder, 'path.txt')
  if (!existsSync(pathFile)) return null
  const executable = join(
    process.env.ELECTRON_OVERRIDE_DIST_PATH ?? join(folder, 'dist'),
    readFileSync(pathFile, 'utf8')
  )
  return existsSync(executable) ? executable : null
}

/** Electron's executable, downloaded if need be, or one line that says why the app opens in a browser instead. */
export async function findElectron(node, env = process.env) {
  if (env.KROMA_SHELL === 'browser') return { reason: 'KROMA_SHELL=browser is set' }
  if (process.platform === 'linux' && !env.DISPLAY && !env.WAYLAND_DISPLAY)
    return { reason: 'there is no display (DISPLAY and WAYLAND_DISPLAY are empty)' }
  const present = installedElectron()
  if (present) return { path: present }
  const { code } = await run(node, [join(folder, 'install.js')], { capture: true, quiet: true, timeoutMs: 300_000 })
  const downloaded = code === 0 ? installedElectron() : null
  return downloaded ? { path: downloaded } : { reason: 'its binary is not installed and could not be downloaded' }
}
