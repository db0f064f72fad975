import { type ChildProcess, spawn } from 'node:child_process'
import { join, resolve } from 'node:path'

const root = resolve(import.meta.dirname, '../..')

export type Ended = { code: number | null; out: string; err: string }
export type Running = {
  child: ChildProcess
  out(): string
  ended: Promise<Ended>
  /** Resolves when standard output has a line that holds `text`; rejects when the app ends before. */
  line(text: string): Promise<string>
}

/** The app from its sources, without a build: the same root as the packaged one. */
export function runApp(args: string[], env: NodeJS.ProcessEnv = {}): Running {
  const child = spawn(
    process.execPath,
    ['--disable-warning=ExperimentalWarning', join(root, 'main/index.ts'), ...args],
    {
      cwd: root,
      env: { ...process.env, ...env },
      stdio: ['ignore', 'pipe', 'pipe']
    }
  )
  const said = { out: '', err: '' }
  child.stdout.on('data', (chunk) => {
    said.out += String(chunk)
  })
  child.stderr.on('data', (chunk) => {
    said.err += String(chunk)
  })
  const ended = new Promise<Ended>((done) => child.once('close', (code) => done({ code, ...said })))
  return { child, ended, out: () => said.out, line: (text) => lineWith(text, () => said.out, ended) }
}

async function lineWith(text: string, out: () => string, ended: Promise<Ended>): Promise<string> {
  let over: Ended | null = null
  void ended.then((e) => {
    over = e
  })
  for (;;) {
    const found = out()
      .split('\n')
      .slice(0, -1)
      .find((l) => l.includes(text))
    if (found) return found
    if (over) throw new Error(`the app ended without "${text}": ${JSON.stringify(over)}`)
    await new Promise((r) => setTimeout(r, 50))
  }
}
