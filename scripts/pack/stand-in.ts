import { chmodSync, cpSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'

/** What marks the fuses in Electron's executable: the sentinel, the wire's version and length, then a byte for each fuse (`0` off, `1` on). */
const fuseWire = Buffer.concat([
  Buffer.from('dL7pKGdnNz796PbbjQWNKmHXBZaB9tsX', 'latin1'),
  Buffer.from([1, 8]),
  Buffer.from('10110001', 'latin1')
])

/** A folder that looks like Electron's to electron-builder, with an executable that only has fuses: so that everything about a package but Electron itself can be made and looked at where no binary is to be had. */
export function writeStandIn(folder: string): void {
  const electron = dirname(createRequire(import.meta.url).resolve('electron/package.json'))
  const { version } = JSON.parse(readFileSync(join(electron, 'package.json'), 'utf8')) as { version: string }
  for (const sub of ['locales', 'resources']) mkdirSync(join(folder, sub), { recursive: true })
  const executable = join(folder, 'electron')
  writeFileSync(executable, Buffer.concat([Buffer.from('#!/bin/false\n'), fuseWire, Buffer.from('\n')]))
  chmodSync(executable, 0o755)
  writeFileSync(join(folder, 'version'), version)
  writeFileSync(join(folder, 'locales/en-US.pak'), '')
  cpSync(join(electron, 'LICENSE'), join(folder, 'LICENSE'))
  writeFileSync(join(folder, 'LICENSES.chromium.html'), '')
}
