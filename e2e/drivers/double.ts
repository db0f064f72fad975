import { type ChildProcess, spawn } from 'node:child_process'
import { resolve } from 'node:path'
import { type BrowserContext, chromium, type Page } from '@playwright/test'
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
  const ask = asker(child)
  return {
    evaluate: (fn, arg) => ask(fn.toString(), arg) as never,
    process: () => child,
    window: () => windowPage(context, () => ask(openTarget, null)),
    close: async () => {
      if (child.exitCode === null) await ask('({ app }) => app.quit()', null).catch(() => {})
      await gone
      await browser.close().catch(() => {})
    }
  }
}

const openTarget = '({ BrowserWindow }) => BrowserWindow.getAllWindows().at(-1)?.webContents.targetId()'

/** The page of the window that is open: the app says which target it is, since one that was closed may still be listed. */
async function windowPage(context: BrowserContext, askTarget: () => Promise<unknown>): Promise<Page> {
  for (let waitedMs = 0; waitedMs < 30_000; waitedMs += 100) {
    const wanted = await askTarget()
    for (const page of context.pages())
      if (wanted !== undefined && (await targetOf(page)) === wanted) {
        await page.waitForURL((url) => url.protocol !== 'about:')
        return page
      }
    await new Promise((done) => setTimeout(done, 100))
  }
  throw new Error('no window')
}

async function targetOf(page: Page): Promise<string | null> {
  try {
    const session = await page.context().newCDPSession(page)
    const { targetInfo } = await session.send('Target.getTargetInfo')
    await session.detach()
    return targetInfo.targetId
  } catch {
    return null
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
