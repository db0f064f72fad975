import { describe, expect, it } from 'vitest'
import { createObserver } from './observer.ts'
import { snapshotDouble, stamped } from './testing/world-double.ts'

const running = snapshotDouble()
const stopped = snapshotDouble({ state: 'stopped' })

describe('observer', () => {
  it('hands out each event once', () => {
    const observer = createObserver({ nowMs: () => 0 })
    observer.onEvent(stamped({ type: 'validator.unjailed' }))
    expect(observer.look(running).events).toHaveLength(1)
    expect(observer.look(running).events).toHaveLength(0)
  })

  it('sees that it was not called for a while', () => {
    let nowMs = 1_000
    const observer = createObserver({ nowMs: () => nowMs })
    expect(observer.look(running).facts.asleep).toBeNull()
    nowMs += 29_999
    expect(observer.look(running).facts.asleep).toBeNull()
    nowMs += 30_000
    expect(observer.look(running).facts.asleep).toEqual({ fromMs: 30_999, toMs: 60_999 })
    expect(observer.look(running).facts.asleep).toBeNull()
  })

  it('knows since when the engine is stopped', () => {
    let nowMs = 5
    const observer = createObserver({ nowMs: () => nowMs })
    observer.onSnapshot(stopped)
    nowMs = 9
    expect(observer.look(stopped).facts.stoppedSinceMs).toBe(5)
    expect(observer.look(running).facts.stoppedSinceMs).toBeNull()
    expect(observer.look(stopped).facts.stoppedSinceMs).toBe(9)
  })

  it('knows since when it waits for something while it is starting', () => {
    let nowMs = 5
    const observer = createObserver({ nowMs: () => nowMs })
    const waits = (stateReason: string | null) => snapshotDouble({ state: 'starting', stateReason })
    expect(observer.look(waits(null)).facts.waitingSinceMs).toBeNull()
    nowMs = 7
    observer.onSnapshot(waits('Unlock the vault.'))
    nowMs = 9
    expect(observer.look(waits(null)).facts.waitingSinceMs).toBe(7)
    expect(observer.look(running).facts.waitingSinceMs).toBeNull()
  })

  it('takes an engine for dead that is silent, or does not run', () => {
    let nowMs = 0
    const observer = createObserver({ nowMs: () => nowMs })
    expect(observer.alive(running, 100)).toBe(false)
    observer.onSnapshot(running)
    nowMs = 99
    expect(observer.alive(running, 100)).toBe(true)
    expect(observer.alive(stopped, 100)).toBe(false)
    nowMs = 100
    expect(observer.alive(running, 100)).toBe(false)
  })
})
