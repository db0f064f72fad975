import { beforeEach, describe, expect, it, vi } from 'vitest'
import type { Bridge } from '../shared/ipc/bridge.ts'
import { commandNames, topicNames } from '../shared/ipc/channels.ts'

const electron = vi.hoisted(() => ({
  exposed: new Map<string, unknown>(),
  invoked: [] as unknown[][],
  listeners: new Map<string, Set<(event: unknown, payload: unknown) => void>>()
}))

vi.mock('electron', () => ({
  contextBridge: { exposeInMainWorld: (key: string, api: unknown) => electron.exposed.set(key, api) },
  ipcRenderer: {
    invoke: async (...call: unknown[]) => {
      electron.invoked.push(call)
      return { ok: true, value: 5n }
    },
    on: (channel: string, listener: () => void) => {
      const set = electron.listeners.get(channel) ?? new Set()
      electron.listeners.set(channel, set.add(listener))
    },
    off: (channel: string, listener: () => void) => electron.listeners.get(channel)?.delete(listener)
  }
}))

await import('./index.ts')
const bridge = electron.exposed.get('kroma') as Bridge

beforeEach(() => {
  electron.invoked.length = 0
  electron.listeners.clear()
})

describe('preload', () => {
  it('exposes one bridge and nothing else', () => {
    expect([...electron.exposed.keys()]).toEqual(['kroma'])
    expect(Object.keys(bridge).toSorted()).toEqual(['invoke', 'onConnection', 'subscribe'])
  })

  it('passes on the commands of the contract', async () => {
    for (const name of commandNames) {
      expect(await bridge.invoke(name, undefined as never)).toEqual({ ok: true, value: 5n })
    }
    expect(electron.invoked).toEqual(commandNames.map((name) => [name, undefined]))
  })

  it('passes on no other', async () => {
    for (const name of ['ELECTRON_BROWSER_SANDBOX_LOAD', 'constructor', '__proto__', '']) {
      expect(await bridge.invoke(name as 'app.info', undefined)).toMatchObject({
        ok: false,
        error: { code: 'IPC_UNKNOWN_COMMAND' }
      })
    }
    expect(electron.invoked).toEqual([])
  })

  it('subscribes to the topics of the contract and to no other, and never hands out the event', () => {
    const got: unknown[][] = []
    for (const topic of topicNames) {
      const off = bridge.subscribe(topic, (...values) => void got.push(values))
      for (const tell of electron.listeners.get(topic) ?? []) tell({ sender: 'secret' }, { seq: 1 })
      off()
      expect(electron.listeners.get(topic)?.size).toBe(0)
    }
    expect(got).toEqual(topicNames.map(() => [{ seq: 1 }]))
    bridge.subscribe('app.secret' as 'engine.event', () => {})()
    expect([...electron.listeners.keys()]).toEqual([...topicNames])
  })

  it('is always connected', () => {
    const told: boolean[] = []
    bridge.onConnection((connected) => void told.push(connected))()
    expect(told).toEqual([true])
  })
})
