import { existsSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'

/** The nearest folder above this file that holds package.json: the sources are one level below it, the build two or three. */
const root = ((): string => {
  let folder = import.meta.dirname
  while (!existsSync(join(folder, 'package.json')) && dirname(folder) !== folder) folder = dirname(folder)
  return folder
})()
const out = join(root, 'out')

/** Where what the app is made of lies, and what it runs in. */
export const installation = {
  version: (JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as { version: string }).version,
  rendererDir: join(out, 'renderer'),
  preload: join(out, 'preload/index.cjs'),
  artifactsFile: join(out, 'practice/contracts.json'),
  inElectron: process.versions.electron !== undefined
}

/** How Electron was started: from the sources with the app as an argument, or as the packaged app; null without Electron. */
export const electronKind = (): 'sources' | 'packaged' | null =>
  installation.inElectron ? (process.defaultApp ? 'sources' : 'packaged') : null

/** A packaged app brings anvil among its resources. */
export function packagedAnvil(): { anvilBinary?: string } {
  const { resourcesPath } = process as { resourcesPath?: string }
  const path = join(resourcesPath ?? '', 'anvil', process.platform === 'win32' ? 'anvil.exe' : 'anvil')
  return resourcesPath !== undefined && existsSync(path) ? { anvilBinary: path } : {}
}
