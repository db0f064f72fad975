import { type ChildProcess, spawn } from 'node:child_process'
import { resolve } from 'node:path'
import { chromium, type Page } from '@playwright/test'
import type { DesktopApp } from './desktop.ts'
import type { Answer, Question } from './electron-double/run-main.ts'

const runner = resolve(import.meta.dirname, 'electron-double/run-main.ts')

/** Starts the built main process over the double of Electron; the spec's Playwright joins the Chromium that is its window. */
export async function startDouble(argv: string[], env: NodeJS.ProcessEnv): Promise<DesktopApp> {
  const child = spawn(process.execPath, ['--disable-warning=ExperimentalWarning', runner, ...argv], {
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
    serialization: 'advanced',
    env
  })
  let said = ''
  for (const stream of [child.stdout, child.stderr]) stream?.on('data', (chunk) => (said += String(chunk)))
  const gone = new Promise<number | null>((done) => child.once('exit', (code) => done(code)))
  const endpoint = await endpointOf(child, gone, () => said)
  const browser = await chromium.connectOverCDP(endpoint)
  const context = browser.contexts()[0]
  if (!context) throw new Error('no session')
  const crashed = new WeakSet<Page>()
  const watch = (page: Page): void => void page.on('crash', () => crashed.add(page))
  context.pages().forEach(watch)
  context.on('page', watch)
  const ask = asker(child)
  return {
    evaluate: (fn, arg) => ask(fn.toString(), arg) as never,
    process: () => child,
    window: async (): Promise<Page> => {
      const alive = (page: Page): boolean => !crashed.has(page)
      const open = context.pages().findLast(alive) ?? (await context.waitForEvent('page'))
      await open.waitForURL((url) => url.protocol !== 'about:')
      return open
    },
    close: async () => {
      if (child.exitCode === null) await ask('({ app }) => app.quit()', null).catch(() => {})
      await gone
      await browser.close().catch(() => {})
    }
  }
}

function endpointOf(child: ChildProcess, gone: Promise<number | null>, said: () => string): Promise<string> {
  return new Promise((done, failed) => {
    child.on('message', (answer: Answer) => {
      if (answer.kind === 'ready') done(answer.endpoint)
    })
    void gone.then((code) => failed(new Error(`the app ended with ${code}:\n${said()}`)))
  })
}

/** Asks the main process; rejects when it ends meanwhile. */
function asker(child: ChildProcess): (fn: string, arg: unknown) => Promise<unknown> {
  const waiting = new Map<number, { done: (value: unknown) => void; failed: (error: Error) => void }>()
  let ids = 0
  child.on('message', (answer: Answer) => {
    if (answer.kind === 'ready') return
    const question = waiting.get(answer.id)
    waiting.delete(answer.id)
    if (answer.kind === 'answer') question?.done(answer.value)
    else question?.failed(new Error(answer.message))
  })
  child.once('exit', () => {
    for (const { failed } of waiting.values()) failed(new Error('the app has ended'))
  })
  return (fn, arg) =>
    new Promise((done, failed) => {
      const question: Question = { id: ++ids, fn, arg }
      waiting.set(question.id, { done, failed })
      child.send(question, (error) => error && failed(error))
    })
}
