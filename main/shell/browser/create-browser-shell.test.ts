import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { PassThrough } from 'node:stream'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import type { EngineSnapshot } from '../../../shared/domain/snapshot.ts'
import { ManualClock } from '../../engine/runtime/manual-clock.ts'
import { recordingLog } from '../../ipc/recording-log.ts'
import type { Shell } from '../shell.ts'
import { createBrowserShell } from './create-browser-shell.ts'
import { processTerminal } from './terminal.ts'
import { testBrowser } from './test-browser.ts'

class TestProcess extends PassThrough {
  readonly stdin = new PassThrough()
  readonly printed: string[] = []
  readonly exits: number[] = []
  readonly stdout = { write: (text: string) => this.printed.push(text) }
  exit(code: number): void {
    this.exits.push(code)
  }
  get links(): string[] {
    return this.printed.flatMap((line) => /http:\S+/.exec(line)?.[0] ?? [])
  }
}

let rendererDir: string
let process: TestProcess
let shell: Shell
let clock: ManualClock

beforeAll(async () => {
  rendererDir = await mkdtemp(path.join(tmpdir(), 'browser-shell-'))
  await writeFile(path.join(rendererDir, 'index.html'), 'the app')
})
afterAll(() => rm(rendererDir, { recursive: true }))
beforeEach(async () => {
  process = new TestProcess()
  clock = new ManualClock()
  shell = await createBrowserShell({
    rendererDir,
    port: 0,
    clock,
    log: recordingLog(),
    terminal: processTerminal(process as unknown as Parameters<typeof processTerminal>[0])
  })
})
afterEach(() => shell.close())

const portOf = (link: string | undefined): number => Number(new URL(link ?? '').port)
const enter = async (): Promise<void> => {
  process.stdin.write('\n')
  await new Promise((resolve) => setImmediate(resolve))
}

describe('createBrowserShell', () => {
  it('prints a link that opens the app, and another one for each Enter', async () => {
    await shell.openWindow()
    await enter()
    process.stdin.write('no line end')
    await enter()
    expect(process.links).toHaveLength(3)
    expect(new Set(process.links).size).toBe(3)
    for (const link of process.links) {
      const visitor = testBrowser(portOf(link))
      expect((await visitor.signIn(link)).status).toBe(303)
      expect((await visitor.send({ path: '/' })).text).toBe('the app')
    }
  })

  it('publishes to the pages that are open', async () => {
    await shell.openWindow()
    const link = process.links[0] ?? ''
    const visitor = testBrowser(portOf(link))
    await visitor.signIn(link)
    const socket = await visitor.socket()
    shell.publish('engine.snapshot', { seq: 4 } as EngineSnapshot)
    await socket.until(() => socket.topics.length === 1)
    expect(socket.topics).toEqual([{ topic: 'engine.snapshot', payload: { seq: 4 } }])
  })

  it('stops everything on Ctrl-C, closes its port and ends the process', async () => {
    await shell.openWindow()
    const stopped: string[] = []
    shell.onQuitRequested(async () => void stopped.push('engine'))
    process.emit('SIGINT')
    await expect.poll(() => process.exits).toEqual([0])
    expect(stopped).toEqual(['engine'])
    await expect(testBrowser(portOf(process.links[0])).send({ path: '/' })).rejects.toThrow()
    expect(process.listenerCount('SIGINT') + process.listenerCount('SIGTERM')).toBe(0)
  })

  it('takes a Ctrl-C that arrives twice for one, and ends at once on a later one', async () => {
    shell.onQuitRequested(() => new Promise(() => {}))
    process.emit('SIGINT')
    process.emit('SIGINT')
    process.emit('SIGTERM')
    expect(process.exits).toEqual([])
    await clock.advance(2_000)
    process.emit('SIGINT')
    expect(process.exits).toEqual([130])
  })

  it('writes notices into the terminal and keeps no secrets', async () => {
    shell.notify({ title: 'In jail', body: 'Until noon', severity: 'critical' })
    shell.setTray({ severity: 'ok', text: 'fine' })
    expect(process.printed).toEqual(['In jail: Until noon\n'])
    expect([shell.kind, await shell.secretStorage(), await shell.seal()]).toEqual(['browser', 'none', null])
  })

  it('gives no more links after it was closed', async () => {
    await shell.close()
    await enter()
    expect(process.links).toEqual([])
  })

  it('survives a terminal that goes away', () => {
    expect(process.stdin.emit('error', new Error('EIO'))).toBe(true)
  })
})
