import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { StampedEvent } from '../../shared/domain/engine-event.ts'
import type { EngineSnapshot } from '../../shared/domain/snapshot.ts'
import type { Bridge } from '../../shared/ipc/bridge.ts'
import { snapshotDouble } from '../dev/snapshot-double.ts'
import { createStore, isNewer, type StoreTimers } from './store.ts'

const settle = async () => {
  for (let i = 0; i < 20; i++) await Promise.resolve()
}

/** Main and the wire between, in one: `current` is the truth, pushes can be held back and delivered in any order or never. */
const wire = () => {
  let current = snapshotDouble()
  let onSnapshot = (_: EngineSnapshot) => {}
  let onEvent = (_: StampedEvent) => {}
  let onConnection = (_: boolean) => {}
  let nowMs = 0
  let timers: { atMs: number; run: () => void }[] = []
  const timer: StoreTimers = {
    nowMs: () => nowMs,
    after: (ms, run) => {
      const entry = { atMs: nowMs + ms, run }
      timers.push(entry)
      return () => {
        timers = timers.filter((t) => t !== entry)
      }
    }
  }
  const bridge: Bridge = {
    invoke: async () => ({ ok: true, value: current as never }),
    subscribe: (topic, listener) => {
      if (topic === 'engine.snapshot') onSnapshot = listener as never
      else onEvent = listener as never
      return () => {}
    },
    onConnection: (listener) => {
      onConnection = listener
      return () => {}
    }
  }
  return {
    bridge,
    timer,
    next: () => {
      current = { ...current, seq: current.seq + 1, takenAtMs: current.takenAtMs + 250 }
      return current
    },
    restart: () => {
      current = { ...current, seq: 1, takenAtMs: current.takenAtMs + 60_000 }
    },
    truth: () => current,
    push: (snapshot: EngineSnapshot) => onSnapshot(snapshot),
    event: (seq: number) => onEvent({ type: 'validator.unjailed', seq, atMs: 0 }),
    connection: (connected: boolean) => onConnection(connected),
    advance: async (ms: number) => {
      nowMs += ms
      const due = timers.filter((t) => t.atMs <= nowMs)
      timers = timers.filter((t) => t.atMs > nowMs)
      for (const t of due) t.run()
      await settle()
    }
  }
}

type Step = 'deliver' | 'lose' | 'delay' | 'release' | 'drop-line' | 'wait'
const steps = fc.array(fc.constantFrom<Step>('deliver', 'lose', 'delay', 'release', 'drop-line', 'wait'), {
  maxLength: 60
})

describe('store under loss and reorder', () => {
  it('never goes back, and ends on the newest picture', async () => {
    await fc.assert(
      fc.asyncProperty(steps, async (script) => {
        const w = wire()
        const store = createStore(w.bridge, w.timer)
        const seen: number[] = []
        store.subscribe(() => seen.push(store.getState().snapshot?.seq ?? 0))
        await settle()
        let held: EngineSnapshot[] = []
        for (const step of script) {
          if (step === 'wait') await w.advance(1_000)
          else if (step === 'drop-line') {
            w.connection(false)
            w.connection(true)
            await settle()
          } else if (step === 'release') {
            for (const late of held.reverse()) w.push(late)
            held = []
          } else {
            const snapshot = w.next()
            if (step === 'deliver') w.push(snapshot)
            if (step === 'delay') held.push(snapshot)
          }
        }
        await w.advance(60_000)
        expect(store.getState().snapshot).toEqual(w.truth())
        expect(seen).toEqual([...seen].sort((a, b) => a - b))
        store.stop()
      })
    )
  })

  it('hands out events once and in order, and says when some are missing', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(fc.integer({ min: 1, max: 30 }), { minLength: 1 }), async (arrivals) => {
        const w = wire()
        const store = createStore(w.bridge, w.timer)
        const got: number[] = []
        let resyncs = 0
        store.onEvent((event) => got.push(event.seq))
        store.onResync(() => resyncs++)
        for (const seq of arrivals) w.event(seq)
        await settle()
        expect(got).toEqual([...new Set(got)].sort((a, b) => a - b))
        const gaps = got.filter((seq, i) => i > 0 && seq > (got[i - 1] ?? 0) + 1).length
        expect(resyncs).toBe(gaps)
        store.stop()
      })
    )
  })
})

describe('store', () => {
  it('subscribes before it loads', () => {
    const order: string[] = []
    const w = wire()
    const store = createStore(
      {
        ...w.bridge,
        subscribe: (topic) => {
          order.push(topic)
          return () => {}
        },
        invoke: async () => {
          order.push('load')
          return { ok: true, value: w.truth() as never }
        }
      },
      w.timer
    )
    expect(order).toEqual(['engine.snapshot', 'engine.event', 'load'])
    store.stop()
  })

  it('keeps the error of a failed load and tries again', async () => {
    const w = wire()
    let down = true
    const error = { code: 'NOT_READY', message: '', retryable: true, context: {} }
    const invoke: Bridge['invoke'] = async (name, input) => (down ? { ok: false, error } : w.bridge.invoke(name, input))
    const store = createStore({ ...w.bridge, invoke }, w.timer)
    await settle()
    expect(store.getState().loadError).toEqual(error)
    down = false
    await w.advance(2_000)
    expect(store.getState()).toMatchObject({ loadError: null, snapshot: { seq: 1 } })
    store.stop()
  })

  it('gives up on an answer that never comes', async () => {
    const w = wire()
    const store = createStore({ ...w.bridge, invoke: () => new Promise(() => {}) }, w.timer)
    await w.advance(10_000)
    expect(store.getState().loadError?.code).toBe('IPC_TIMEOUT')
    store.stop()
  })

  it('takes the first picture of a new engine process, although it counts from the start', async () => {
    const w = wire()
    const store = createStore(w.bridge, w.timer)
    await settle()
    w.push(w.next())
    w.restart()
    w.connection(false)
    expect(store.getState().link).toBe('lost')
    w.connection(true)
    await settle()
    expect(store.getState()).toMatchObject({ link: 'connected', snapshot: { seq: 1 } })
    expect(isNewer({ ...w.truth(), seq: 0 }, w.truth())).toBe(false)
    store.stop()
  })

  it('asks by itself after a silence', async () => {
    const w = wire()
    const store = createStore(w.bridge, w.timer)
    await settle()
    const lost = w.next()
    await w.advance(15_000)
    expect(store.getState().snapshot).toEqual(lost)
    store.stop()
  })
})
