// Plain JavaScript: these files run before anything is installed, on Node 20.
import { spawn, spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname, join, resolve } from 'node:path'

export const root = resolve(import.meta.dirname ?? dirname(new URL(import.meta.url).pathname), '../..')
const isWindows = process.platform === 'win32'

export class Refusal extends Error {}

/** Installs exactly what the lockfile says, when that was not done yet for this lockfile. */
export function ensureInstalled(log = console.error) {
  const wanted = createHash('sha256')
    .update(readFileSync(join(root, 'package-lock.json')))
    .digest('hex')
  const stamp = join(root, 'node_modules', '.installed-lockfile')
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === wanted) return
  log('Installing dependencies (once)…')
  const done = spawnSync(isWindows ? 'npm.cmd' : 'npm', ['ci', '--no-audit', '--no-fund', '--loglevel=error'], {
    cwd: root,
    stdio: ['ignore', 'inherit', 'inherit'],
    shell: isWindows
  })
  if (done.status !== 0)
    throw new Refusal('The dependencies could not be installed. Check the network and run the command again.')
  writeFileSync(stamp, wanted)
}

/** Path of a Node that is new enough to run the app: this one, or the one that the project brings along. */
export function findNode() {
  const [major = 0, minor = 0] = process.versions.node.split('.').map(Number)
  if (major > 22 || (major === 22 && minor >= 18)) return process.execPath
  const bundled = join(root, 'node_modules', '.bin', 'node')
  if (existsSync(bundled)) return bundled
  throw new Refusal(
    `Node ${process.versions.node} is too old on this platform: install Node 24 and run the command again.`
  )
}

/** PATH on which the project's own tools and its own Node come first. */
export function toolEnv(extra = {}) {
  const separator = isWindows ? ';' : ':'
  return {
    ...process.env,
    PATH: `${join(root, 'node_modules', '.bin')}${separator}${process.env.PATH ?? ''}`,
    ...extra
  }
}

/** Runs a command to its end; resolves with its exit code and, when captured, its output. */
export function run(command, args, { capture = false, env = toolEnv(), quiet = false, timeoutMs = 0 } = {}) {
  return new Promise((done) => {
    const child = spawn(command, args, {
      cwd: root,
      env,
      stdio: ['ignore', capture ? 'pipe' : 'inherit', capture ? 'pipe' : 'inherit']
    })
    let output = ''
    const keep = (target) => (chunk) => {
      output += chunk
      if (!quiet) target.write(chunk)
    }
    child.stdout?.on('data', keep(process.stdout))
    child.stderr?.on('data', keep(process.stderr))
    const timer = timeoutMs > 0 ? setTimeout(() => child.kill('SIGKILL'), timeoutMs) : null
    child.on('error', (error) => done({ code: 127, output: String(error) }))
    child.on('close', (code, signal) => {
      if (timer) clearTimeout(timer)
      done({ code: code ?? 1, signal, output })
    })
  })
}

/** Runs `main`; a Refusal is one clear line and exit code 2, anything else a crash. */
export async function asCommand(main) {
  try {
    await main()
  } catch (error) {
    if (!(error instanceof Refusal)) throw error
    console.error(error.message)
    process.exitCode = 2
  }
}

export function writeStamp(path, text) {
  mkdirSync(dirname(path), { recursive: true })
  writeFileSync(path, text)
}
