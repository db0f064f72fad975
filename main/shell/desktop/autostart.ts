import { mkdir, rename, rm, writeFile } from 'node:fs/promises'
import path from 'node:path'
import type { App } from 'electron'

export type AutostartDeps = {
  app: Pick<App, 'setLoginItemSettings' | 'isPackaged'>
  platform: NodeJS.Platform
  env: NodeJS.ProcessEnv
  execPath: string
  home: string
  /** Handed to the app at each such start, e.g. where its data is. */
  startArguments: readonly string[]
}

/** Why the app cannot start with the system; null when it can. */
export const noAutostart = ({ app }: Pick<AutostartDeps, 'app'>): string | null =>
  app.isPackaged ? null : 'Only the installed app can start with the system.'

/** Starts the app when the operator logs in, or not; `hidden`: without its window. macOS takes no arguments: there the app finds out itself that it was started so. */
export async function applyAutostart(
  { on, hidden }: { on: boolean; hidden: boolean },
  deps: AutostartDeps
): Promise<void> {
  const { app, platform, execPath, startArguments } = deps
  if (noAutostart(deps) !== null) return
  const args = [...startArguments, ...(hidden ? ['--hidden'] : [])]
  if (platform === 'linux') await (on ? writeEntry(deps, args) : rm(entryFile(deps), { force: true }))
  else if (platform === 'win32') app.setLoginItemSettings({ openAtLogin: on, path: execPath, args: args.map(quoted) })
  else app.setLoginItemSettings({ openAtLogin: on })
}

/** The XDG autostart entry. */
const entryFile = ({ env, home }: Pick<AutostartDeps, 'env' | 'home'>): string =>
  path.join(env.XDG_CONFIG_HOME || path.join(home, '.config'), 'autostart', 'kroma-validator-desktop.desktop')

async function writeEntry(deps: AutostartDeps, args: readonly string[]): Promise<void> {
  const file = entryFile(deps)
  const command = [deps.env.APPIMAGE ?? deps.execPath, ...args].map(execWord).join(' ')
  const lines = [
    '[Desktop Entry]',
    'Type=Application',
    'Name=Kroma Validator',
    'Comment=Runs a Kroma validator',
    `Exec=${command}`,
    'Terminal=false',
    'X-GNOME-Autostart-enabled=true',
    ''
  ]
  await mkdir(path.dirname(file), { recursive: true })
  await writeFile(`${file}.new`, lines.join('\n'), { mode: 0o644 })
  await rename(`${file}.new`, file)
}

/** One word of an Exec line: quoted, then escaped once more as every string of a desktop entry is; `%` starts a field code. */
const execWord = (word: string): string =>
  `"${word
    .replace(/["`$\\]/g, '\\$&')
    .replaceAll('\\', '\\\\')
    .replaceAll('%', '%%')}"`

const quoted = (word: string): string => (/[\s"]/.test(word) ? `"${word.replaceAll('"', '\\"')}"` : word)
