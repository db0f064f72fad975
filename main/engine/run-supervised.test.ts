import { describe, expect, it } from 'vitest'
import { AppError } from '../../shared/errors.ts'
import type { Logger } from './ports.ts'
import { runSupervised } from './run-supervised.ts'
import { ManualClock } from './runtime/manual-clock.ts'
import type { Service } from './runtime/supervise.ts'

const silent: Logger = { debug: () => {}, info: () => {}, warn: () => {}, error: () => {} }

function setUp(services: (clock: ManualClock, order: string[]) => Service[]) {
  const clock = new ManualClock()
  const order: string[] = []
  const states: string[] = []
  const abort = new AbortController()
  const done = runSupervised({
    services: services(clock, order),
    clock,
    log: silent,
    signal: abort.signal,
    onState: (name, state) => states.push(`${name} ${state.kind}`)
  })
  done.catch(() => {})
  return { clock, order, states, abort, done }
}

const waits = (name: string, clock: ManualClock, order: string[]): Service => ({
  name,
  run: async ({ signal, ready }) => {
    ready()
    await clock.sleep(1e9, signal).catch(() => order.push(name))
  }
})

describe('runSupervised', () => {
  it('stops services in reverse when the signal fires', async () => {
    const x = setUp((clock, order) => [waits('a', clock, order), waits('b', clock, order)])
    await x.clock.advance(1)
    x.abort.abort()
    await expect(x.done).rejects.toMatchObject({ code: 'ABORTED' })
    expect(x.order).toEqual(['b', 'a'])
    expect(x.clock.sleeping).toBe(0)
  })

  it('starts a service again that failed for now', async () => {
    let times = 0
    const x = setUp((clock) => [
      {
        name: 'a',
        run: async ({ signal, ready }) => {
          if (++times < 3) throw new AppError({ code: 'RPC_TIMEOUT' }, { retryable: true })
          ready()
          await clock.sleep(1e9, signal)
        }
      }
    ])
    await x.clock.advance(10_000)
    expect(times).toBe(3)
    expect(x.states.at(-1)).toBe('a running')
    x.abort.abort()
    await expect(x.done).rejects.toMatchObject({ code: 'ABORTED' })
  })

  it('ends all when one fails for good, with its code', async () => {
    const x = setUp((clock, order) => [
      waits('a', clock, order),
      { name: 'b', run: async () => Promise.reject(new AppError({ code: 'JOURNAL_DAMAGED' })) }
    ])
    await expect(x.done).rejects.toMatchObject({
      code: 'JOURNAL_DAMAGED',
      retryable: false,
      message: expect.stringContaining('b')
    })
    expect(x.order).toEqual(['a'])
    expect(x.clock.sleeping).toBe(0)
  })
})
