import { type ChildProcess, spawn } from 'node:child_process'
import { EventEmitter } from 'node:events'
import { mkdirSync } from 'node:fs'
import type { Readable, Writable } from 'node:stream'
import type { CDPSession } from '@playwright/test'
import { chromiumArguments, chromiumPath } from '../chromium.ts'

export type Cdp = Pick<CDPSession, 'send' | 'on'>

/** A Chromium of our own on a profile of its own. It ends when this process does: it hangs on the pipe. */
export type Chromium = {
  browser: Cdp
  /** Commands and events of one page. */
  session(sessionId: string): Cdp
  /** Where a second debugger, the test's, connects. */
  endpoint: string
  close(): Promise<void>
}

type Message = {
  id?: number
  sessionId?: string
  method?: string
  params?: object
  result?: object
  error?: { message: string }
}

export async function launchChromium(profile: string): Promise<Chromium> {
  mkdirSync(profile, { recursive: true })
  const own = ['--no-startup-window', '--remote-debugging-pipe', '--remote-debugging-port=0']
  const child = spawn(chromiumPath(), [...chromiumArguments, ...own, `--user-data-dir=${profile}`], {
    stdio: ['ignore', 'ignore', 'pipe', 'pipe', 'pipe']
  })
  const gone = new Promise<void>((done) => child.once('exit', () => done()))
  const [, , , commands, events] = child.stdio as [null, null, Readable, Writable, Readable]
  const connection = connect(commands, events)
  const endpoint = await endpointOf(child)
  const browser = connection(undefined)
  await browser.send('Target.setDiscoverTargets', { discover: true })
  return {
    browser,
    session: connection,
    endpoint,
    close: async () => {
      commands.end()
      await gone
    }
  }
}

function connect(commands: Writable, events: Readable): (sessionId: string | undefined) => Cdp {
  const waiting = new Map<number, { done: (v: never) => void; failed: (e: Error) => void; method: string }>()
  const sessions = new Map<string, EventEmitter>()
  let ids = 0
  let text = ''
  const emitter = (sessionId = ''): EventEmitter => {
    const known = sessions.get(sessionId) ?? new EventEmitter()
    sessions.set(sessionId, known)
    return known
  }
  const take = ({ id, sessionId, method, params, result, error }: Message): void => {
    if (id === undefined) return void emitter(sessionId).emit(method ?? '', params)
    const call = waiting.get(id)
    waiting.delete(id)
    if (error) call?.failed(new Error(`${call.method}: ${error.message}`))
    else call?.done(result as never)
  }
  commands.on('error', () => {})
  events.setEncoding('utf8').on('data', (chunk: string) => {
    const parts = (text + chunk).split('\0')
    text = parts.pop() ?? ''
    for (const part of parts) take(JSON.parse(part) as Message)
  })
  return (sessionId) => {
    const send: Cdp['send'] = (method, params) =>
      new Promise((done, failed) => {
        const id = ++ids
        waiting.set(id, { done, failed, method })
        commands.write(`${JSON.stringify({ id, method, params, sessionId })}\0`)
      })
    const on = (name: string, act: (params: unknown) => void) => emitter(sessionId).on(name, act)
    return { send, on: on as unknown as Cdp['on'] }
  }
}

function endpointOf(child: ChildProcess): Promise<string> {
  let said = ''
  return new Promise((done, failed) => {
    child.stderr?.on('data', (chunk) => {
      said += String(chunk)
      const found = /ws:\/\/127\.0\.0\.1:\S+/.exec(said)?.[0]
      if (found) done(found)
    })
    child.once('exit', () => failed(new Error(`Chromium ended:\n${said}`)))
    child.once('error', failed)
  })
}
