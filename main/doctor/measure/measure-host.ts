import { execFile } from 'node:child_process'
import { readdir, readFile, statfs } from 'node:fs/promises'
import { join } from 'node:path'

const commandMs = 4_000
const ruleFolders = ['/etc/udev/rules.d', '/run/udev/rules.d', '/usr/lib/udev/rules.d', '/lib/udev/rules.d']
const largestRule = 256 * 1024

/** Runs a program of the system and gives its standard output; null when it is not there, fails or takes too long. */
export type RunProgram = (file: string, args: readonly string[], signal: AbortSignal) => Promise<string | null>

/** Nothing of this process's environment goes along but what finding programs and the user's session takes. */
export const runProgram: RunProgram = (file, args, signal) => {
  const { PATH, HOME, SystemRoot, DBUS_SESSION_BUS_ADDRESS, XDG_RUNTIME_DIR } = process.env
  const env = { PATH, HOME, SystemRoot, DBUS_SESSION_BUS_ADDRESS, XDG_RUNTIME_DIR, LC_ALL: 'C' }
  return new Promise((resolve) => {
    execFile(
      file,
      [...args],
      { env, signal, timeout: commandMs, maxBuffer: 256 * 1024, windowsHide: true },
      (error, out) => resolve(error ? null : out)
    )
  })
}

export async function freeBytes(folder: string): Promise<number> {
  const { bavail, bsize } = await statfs(folder)
  return bavail * bsize
}

/** The file that lets users open a Ledger; null when there is none. */
export async function ledgerRule(folders: readonly string[] = ruleFolders): Promise<string | null> {
  for (const folder of folders) {
    const names = await readdir(folder).catch(() => [])
    for (const name of names.filter((one) => one.endsWith('.rules'))) {
      const text = await readFile(join(folder, name), 'utf8').catch(() => '')
      const lines = text.slice(0, largestRule).split('\n')
      if (lines.some((line) => !line.trimStart().startsWith('#') && /2c97/i.test(line))) return join(folder, name)
    }
  }
  return null
}

/** Seconds until an idle machine on mains power sleeps; 0 for never; null when that cannot be found out. */
export async function idleSleepSec(
  platform: NodeJS.Platform,
  run: RunProgram,
  signal: AbortSignal
): Promise<number | null> {
  if (platform === 'darwin') return macSleepSec(await run('pmset', ['-g', 'custom'], signal))
  if (platform === 'win32')
    return windowsSleepSec(await run('powercfg', ['/query', 'SCHEME_CURRENT', 'SUB_SLEEP', 'STANDBYIDLE'], signal))
  const target = await run('systemctl', ['show', '--property=LoadState', '--value', 'sleep.target'], signal)
  if (target?.trim() === 'masked') return 0
  const schema = 'org.gnome.settings-daemon.plugins.power'
  const kind = await run('gsettings', ['get', schema, 'sleep-inactive-ac-type'], signal)
  return gnomeSleepSec(kind, await run('gsettings', ['get', schema, 'sleep-inactive-ac-timeout'], signal))
}

/** `pmset -g custom`: the part on AC power says ` sleep 10` in minutes. */
export function macSleepSec(text: string | null): number | null {
  const onMains = text?.split(/^(?=\S)/m).find((part) => /^AC Power/.test(part))
  const minutes = /^\s*sleep\s+(\d+)/m.exec(onMains ?? '')?.[1]
  return minutes === undefined ? null : Number(minutes) * 60
}

/** `powercfg /query`: the second-to-last number is that for mains power, in seconds; the words depend on the language. */
export function windowsSleepSec(text: string | null): number | null {
  const values = [...(text ?? '').matchAll(/:\s*0x([0-9a-f]{8})\s*$/gim)].map(([, hex]) =>
    Number.parseInt(hex ?? '', 16)
  )
  return values.at(-2) ?? null
}

/** `gsettings get`: `'nothing'` or `'suspend'`, and seconds. */
export function gnomeSleepSec(kind: string | null, seconds: string | null): number | null {
  const what = kind?.trim().replaceAll("'", '')
  if (what === undefined || what === '') return null
  if (what === 'nothing' || what === 'blank' || what === 'logout') return 0
  const after = Number(seconds?.trim().split(' ').at(-1))
  return seconds !== null && Number.isFinite(after) ? after : null
}
