import { type ChildProcess, spawn } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { type Browser, type BrowserContext, chromium, type Page } from '@playwright/test'
import { chromiumArguments, chromiumPath } from './chromium.ts'
import { nodeSettings } from './node-settings.ts'
import { pastFirstStart } from './past-first-start.ts'

const root = resolve(import.meta.dirname, '../..')
const entry = join(root, 'out/main/index.js')
export type AppProcess = {
  url: string
  pid: number | undefined
  dataFolder: string
  output(): string
  /** Ends the app as Ctrl-C does; resolves with the exit code. */
  stop(): Promise<number | null>
  kill(): Promise<void>
}

/** Starts the built app in the browser shell with a fresh profile, past its first start unless that is wanted, and waits for its link. */
export async function startApp({
  args = [],
  dataFolder,
  env = {},
  firstStart = false
}: {
  args?: string[]
  dataFolder?: string
  firstStart?: boolean
  /** Besides this process's own. */
  env?: Record<string, string>
} = {}): Promise<AppProcess> {
  const folder = dataFolder ?? mkdtempSync(join(tmpdir(), 'kroma-e2e-'))
  if (!firstStart) pastFirstStart(folder)
  const { nodeFlags, nodeEnv } = await nodeSettings()
  const child = spawn(process.execPath, [...nodeFlags, entry, '--data', folder, ...args], {
    cwd: root,
    env: { ...nodeEnv, ...process.env, ...env },
    stdio: ['ignore', 'pipe', 'pipe']
  })
  let output = ''
  for (const stream of [child.stdout, child.stderr]) stream?.on('data', (chunk) => (output += String(chunk)))
  const url = await linkFrom(child, () => output)
  const gone = new Promise<number | null>((done) => child.once('exit', (code) => done(code)))
  return {
    url,
    pid: child.pid,
    dataFolder: folder,
    output: () => output,
    stop: async () => {
      child.kill('SIGINT')
      const code = await gone
      if (!dataFolder) rmSync(folder, { recursive: true, force: true })
      return code
    },
    kill: async () => {
      child.kill('SIGKILL')
      await gone
    }
  }
}

async function linkFrom(child: ChildProcess, output: () => string): Promise<string> {
  for (let waitedMs = 0; waitedMs < 30_000; waitedMs += 50) {
    const link = /http:\/\/127\.0\.0\.1:\d+\/\S*/.exec(output())?.[0]
    if (link) return link
    if (child.exitCode !== null) break
    await new Promise((r) => setTimeout(r, 50))
  }
  child.kill('SIGKILL')
  throw new Error(`the app printed no link:\n${output()}`)
}

export async function openBrowser(): Promise<Browser> {
  return chromium.launch({
    executablePath: chromiumPath(),
    args: chromiumArguments
  })
}

export type View = { page: Page; context: BrowserContext; problems: string[] }

/** A page on the app's link; collects everything the browser complains about. */
export async function openView(
  browser: Browser,
  url: string,
  options: Parameters<Browser['newContext']>[0] = {}
): Promise<View> {
  const context = await browser.newContext({ viewport: { width: 1280, height: 800 }, ...options })
  const page = await context.newPage()
  const problems: string[] = []
  page.on('console', (m) => m.type() === 'error' && problems.push(m.text()))
  page.on('pageerror', (e) => problems.push(e.message))
  await page.goto(url)
  return { page, context, problems }
}
