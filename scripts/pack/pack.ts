import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { dirname, join, resolve } from 'node:path'
import { build, type CliOptions, type Configuration } from 'electron-builder'
import { writeStandIn } from './stand-in.ts'

const root = resolve(import.meta.dirname, '../..')

export type PackOptions = {
  /** Instead of dist/. */
  output?: string
  /** A folder that passes for Electron: packs an unpacked Linux folder that cannot be run. */
  electronDist?: string
}

/** Packs what is in out/. Returns the paths that were made. */
export async function pack({ output, electronDist }: PackOptions = {}): Promise<string[]> {
  const config: Configuration = {
    ...(output !== undefined && { directories: { output } }),
    ...(electronDist !== undefined && { electronDist })
  }
  const target: CliOptions = electronDist === undefined ? {} : { linux: ['dir'], x64: true }
  return build({ projectDir: root, publish: 'never', config, ...target })
}

/** Whether Electron's own binary is on this machine; looks only, since asking the package would start a download. */
function hasElectron(): boolean {
  const folder = dirname(createRequire(import.meta.url).resolve('electron/package.json'))
  const named = join(folder, 'path.txt')
  return existsSync(named) && existsSync(join(folder, 'dist', readFileSync(named, 'utf8').trim()))
}

async function run(): Promise<void> {
  if (hasElectron() || process.env.CI_RELEASE === '1') {
    for (const path of await pack()) console.log(path)
    return
  }
  const standIn = mkdtempSync(join(tmpdir(), 'kroma-electron-'))
  writeStandIn(standIn)
  await pack({ electronDist: standIn })
  rmSync(standIn, { recursive: true })
  console.log(
    'Electron’s binary is not on this machine (npx install-electron fetches it), so installers cannot be made here. dist/ holds the unpacked app with a stand-in in its place: to be looked at, not to be run.'
  )
}

if (import.meta.main) await run()
