import { beforeEach, describe, expect, it } from 'vitest'
import type { EngineSnapshot } from '../../../shared/domain/snapshot.ts'
import { commandNames } from '../../../shared/ipc/channels.ts'
import { ManualClock } from '../../engine/runtime/manual-clock.ts'
import { createHandlers, type HandlerDeps } from '../../ipc/handlers/create-handlers.ts'
import { createPublisher, type Publisher } from '../../ipc/publish.ts'
import { type RecordingLog, recordingLog } from '../../ipc/recording-log.ts'
import { serve } from '../../ipc/serve.ts'
import { ContentsDouble, type FrameDouble, frameDouble } from './electron-double.ts'
import { type ElectronIpc, electronIpc } from './ipc-electron.ts'

const snapshot = { seq: 1, totals: { rewardsWei: 10n ** 20n } } as EngineSnapshot
let calls: number
let log: RecordingLog
let publisher: Publisher
let ipc: ElectronIpc
let contents: ContentsDouble

const count = (): EngineSnapshot => {
  calls++
  return snapshot
}
const deps = {
  info: () => count(),
  engine: { snapshot: count, start: count, stop: count, recentEvents: () => [count()] },
  history: { page: count, series: count }
} as unknown as HandlerDeps

beforeEach(() => {
  calls = 0
  log = recordingLog()
  publisher = createPublisher({ clock: new ManualClock(5_000) })
  ipc = electronIpc({ publisher, log })
  contents = new ContentsDouble()
  ipc.attach(contents.asContents)
})

const serveAll = () => serve(ipc.port, { handlers: createHandlers(deps), log, signal: new AbortController().signal })
const invoke = (name: string, raw?: unknown, senderFrame: FrameDouble | null = frameDouble()) =>
  contents.handlers.get(name)?.({ senderFrame }, raw)

describe('electronIpc', () => {
  it('handles the channels of the contract and no other', () => {
    expect([...contents.handlers.keys()]).toEqual([...commandNames])
  })

  it('answers the main frame of its own page, bigints included', async () => {
    serveAll()
    expect(await invoke('engine.snapshot')).toEqual({ ok: true, value: snapshot })
    expect(await invoke('events.recent', { limit: 0 })).toMatchObject({ error: { code: 'IPC_BAD_INPUT' } })
  })

  const strangers: [string, FrameDouble | null][] = [
    ['a frame that is gone', null],
    ['a detached frame', frameDouble({ detached: true })],
    ['a child frame', frameDouble({ parent: {} as never })],
    ['another frame', frameDouble({ routingId: 2 })],
    ['a frame of another process', frameDouble({ processId: 8 })],
    ['another site', frameDouble({ url: 'https://evil.example/' })],
    ['another host of the scheme', frameDouble({ url: 'app://evil/' })],
    ['an empty page', frameDouble({ url: 'about:blank' })],
    ['a file', frameDouble({ url: 'file:///kroma/index.html' })]
  ]
  it.each(strangers)('refuses every channel to %s', async (_, frame) => {
    serveAll()
    for (const name of commandNames) {
      expect(await invoke(name, undefined, frame)).toMatchObject({ ok: false, error: { code: 'IPC_UNTRUSTED' } })
    }
    expect(calls).toBe(0)
  })

  it('answers that it is not ready while nothing is served', async () => {
    expect(await invoke('app.info')).toMatchObject({ error: { code: 'IPC_NOT_READY' } })
    serveAll()()
    expect(await invoke('app.info')).toMatchObject({ error: { code: 'IPC_NOT_READY' } })
  })

  it('tells topics to the window until it is destroyed, and pauses while it is hidden', async () => {
    serveAll()
    await invoke('view.visible', { visible: false })
    publisher.publish('engine.snapshot', snapshot)
    expect(contents.sent).toEqual([])
    await invoke('view.visible', { visible: true })
    expect(contents.sent).toEqual([{ channel: 'engine.snapshot', payload: snapshot }])
    contents.destroyed = true
    publisher.publish('engine.event', { type: 'validator.unjailed', seq: 1, atMs: 1 })
    expect(contents.sent).toHaveLength(1)
    contents.emit('destroyed')
    expect(publisher.views).toBe(0)
  })

  it('survives a payload that cannot be sent', () => {
    const payload = { seq: 1, fn: () => {} } as unknown as EngineSnapshot
    publisher.publish('engine.snapshot', payload)
    expect(log.lines).toMatchObject([{ event: 'desktop.topic-not-sent', fields: { topic: 'engine.snapshot' } }])
  })
})
