import { describe, expect, it } from 'vitest'
import type { EngineSnapshot } from '../shared/domain/snapshot.ts'
import type { EngineHost } from './engine-host.ts'
import { runHeadless } from './headless.ts'

type Pause = EngineSnapshot['guard']['pause']
const pause: Pause = { code: 'FOREIGN_TRANSACTION', message: 'Somebody else.', nonce: 4, hash: null, sinceMs: 1 }

function stage(resumes: () => Promise<void> = async () => {}) {
  const listeners = new Set<(snapshot: EngineSnapshot) => void>()
  const told: string[] = []
  let resumed = 0
  const host = {
    onEvent: () => () => {},
    onFailure: () => () => {},
    onSnapshot: (listener: (snapshot: EngineSnapshot) => void) => {
      listeners.add(listener)
      return () => void listeners.delete(listener)
    },
    start() {},
    stop: async () => {},
    async resumeSigning() {
      resumed += 1
      await resumes()
    }
  } as unknown as EngineHost
  const say = (state: EngineSnapshot['state'], now: Pause): void => {
    for (const listener of [...listeners]) listener({ state, guard: { pause: now } } as unknown as EngineSnapshot)
  }
  const stop = new AbortController()
  const run = (resumeSigning: boolean) =>
    runHeadless({ host, signal: stop.signal, print: () => {}, complain: (line) => told.push(line), resumeSigning })
  return { run, say, told, stop, resumed: () => resumed }
}

describe('signing that is paused when a run without a screen starts', () => {
  it('goes on once, when it is wished and the journal has been read', async () => {
    const { run, say, told, stop, resumed } = stage()
    const running = run(true)
    say('starting', null)
    say('degraded', pause)
    say('degraded', pause)
    await Promise.resolve()
    stop.abort()
    expect([await running, resumed()]).toEqual([0, 1])
    expect(told).toEqual(['Signing resumed. It was paused because: Somebody else.\n'])
  })

  it('stays paused without that wish, when the pause comes later, and when the chain cannot be asked', async () => {
    const unasked = stage()
    void unasked.run(false)
    unasked.say('degraded', pause)
    const later = stage()
    void later.run(true)
    later.say('running', null)
    later.say('degraded', pause)
    const dead = stage(() => Promise.reject(new Error('No endpoint answered.')))
    void dead.run(true)
    dead.say('degraded', pause)
    await new Promise((done) => setImmediate(done))
    expect([unasked.resumed(), later.resumed(), dead.resumed()]).toEqual([0, 0, 1])
    expect(dead.told).toEqual(['Signing stays paused: No endpoint answered.\n'])
    for (const one of [unasked, later, dead]) one.stop.abort()
  })
})
