import { homedir } from 'node:os'
import { join, resolve } from 'node:path'
import { parseArgs } from 'node:util'
import { AppError } from '../shared/errors.ts'

export type Arguments = {
  mode: 'app' | 'headless' | 'doctor' | 'help' | 'version'
  /** Absolute path of a configuration file, or null for the settings kept in the data folder. */
  configPath: string | null
  dataFolder: string
  /** With `doctor`: one line of JSON instead of a table. */
  json: boolean
  /** With `headless`: signing goes on after a pause that was there at the start. */
  resumeSigning: boolean
  /** Stays in the background where the tray can be seen: how the system starts it. */
  hidden: boolean
  /** Port of the browser shell on the loopback address; 0 takes a free one. */
  port: number
  logLevel: 'debug' | 'info' | 'warn' | 'error'
}

export const usage = `Kroma Validator Desktop

  npm start                                     open the app (practice network until settings say otherwise)
  npm start -- --headless --config FILE         run without a screen; one JSON line per event on standard output

  npm start -- --doctor [--json] [--config FILE]
                                                check everything a validator needs, once; exit code 1 when something failed

  --config FILE      network, roles and key source: docs/config.md
  --data FOLDER      where journal, history and settings are kept
  --resume-signing   with --headless: you have looked at why signing is paused; what others sent so far counts as known
  --port N           port of the browser shell on 127.0.0.1 (default: a free one)
  --hidden           open no window where there is a tray: for starting with the system
  --log-level LEVEL  debug, info, warn or error (default: info), written to app.log in the data folder
  --help, --version

The key comes from a keystore file or an environment variable named in FILE, never from the command line.`

const options = {
  headless: { type: 'boolean' },
  doctor: { type: 'boolean' },
  json: { type: 'boolean' },
  config: { type: 'string' },
  data: { type: 'string' },
  hidden: { type: 'boolean' },
  'resume-signing': { type: 'boolean' },
  port: { type: 'string' },
  'log-level': { type: 'string' },
  help: { type: 'boolean' },
  version: { type: 'boolean' }
} as const

/** Switches that Electron's Chromium takes from the command line for itself, and what macOS adds. */
const chromiumSwitches =
  /^(--(no-sandbox|in-process-gpu|inspect|remote-debugging-port|password-store|gtk-version|lang|force-device-scale-factor|(enable|disable|ozone|use)-[a-z-]+)(=|$)|-psn_)/

/** The app's own part of the command line. In Electron run from sources the entry file is the first word that is no switch. */
export function ownArguments({
  argv,
  electron
}: {
  argv: string[]
  electron: null | 'packaged' | 'sources'
}): string[] {
  if (electron === null) return argv.slice(2)
  const entry = electron === 'packaged' ? 0 : argv.findIndex((word, at) => at > 0 && !word.startsWith('-'))
  return argv.slice(entry + 1).filter((word) => !chromiumSwitches.test(word))
}

/** Throws AppError ARGUMENTS_INVALID with one line that says what to do. */
export function parseArguments({ argv, cwd, env }: { argv: string[]; cwd: string; env: NodeJS.ProcessEnv }): Arguments {
  const values = parse(argv)
  return {
    mode: modeOf(values),
    json: values.json ?? false,
    configPath: values.config === undefined ? null : resolve(cwd, values.config),
    dataFolder: values.data === undefined ? defaultDataFolder(env, process.platform) : resolve(cwd, values.data),
    resumeSigning: values['resume-signing'] ?? false,
    hidden: values.hidden ?? false,
    port: portOf(values.port),
    logLevel: levelOf(values['log-level'])
  }
}

function parse(argv: string[]): ReturnType<typeof parseArgs<{ options: typeof options }>>['values'] {
  try {
    return parseArgs({ args: argv, options, allowPositionals: false, strict: true }).values
  } catch (cause) {
    const what = cause instanceof Error ? (cause.message.split('.')[0] ?? '') : ''
    throw invalid(`${withoutValues(what)}. Run with --help to see every option.`)
  }
}

/** Names of options stay; whatever else was typed may be a key that was pasted into the wrong place. */
const withoutValues = (text: string): string =>
  text.replace(/ ?'([^']*)'/g, (quoted, word: string) =>
    /^-[a-z]?(-[a-z-]{1,30})?( <value>)?$/.test(word) ? quoted : ''
  )

function modeOf(values: ReturnType<typeof parse>): Arguments['mode'] {
  const { help, version, headless, doctor, json } = values
  if (help) return 'help'
  if (version) return 'version'
  if (headless && doctor) throw invalid('--headless and --doctor exclude each other. Leave one of them out.')
  if (json && !doctor) throw invalid('--json goes with --doctor. Leave it out, or add --doctor.')
  if (values['resume-signing'] && !headless)
    throw invalid('--resume-signing goes with --headless; with a screen it is a button on the Overview.')
  return headless ? 'headless' : doctor ? 'doctor' : 'app'
}

function portOf(text: string | undefined): number {
  if (text === undefined) return 0
  const port = Number(text)
  if (/^\d{1,5}$/.test(text) && port <= 65_535) return port
  throw invalid(`--port wants a number from 0 to 65535.`)
}

function levelOf(text = 'info'): Arguments['logLevel'] {
  const level = (['debug', 'info', 'warn', 'error'] as const).find((l) => l === text)
  if (level) return level
  throw invalid(`--log-level wants debug, info, warn or error.`)
}

const invalid = (message: string): AppError => new AppError({ code: 'ARGUMENTS_INVALID' }, { message })

/** Where a desktop application keeps its data on this system. */
export function defaultDataFolder(env: NodeJS.ProcessEnv, platform: NodeJS.Platform): string {
  const name = 'kroma-validator-desktop'
  if (platform === 'win32') return join(env.APPDATA ?? join(homedir(), 'AppData', 'Roaming'), name)
  if (platform === 'darwin') return join(homedir(), 'Library', 'Application Support', name)
  return join(env.XDG_CONFIG_HOME ?? join(homedir(), '.config'), name)
}
