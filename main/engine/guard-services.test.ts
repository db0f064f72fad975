import { describe, expect, it } from 'vitest'
import type { EngineEvent } from '../../shared/domain/engine-event.ts'
import { AppError } from '../../shared/errors.ts'
import { createEngineEvents } from './engine-events.ts'
import type { EngineParts } from './engine-parts.ts'
import { guardServices } from './guard-services.ts'
import { ManualClock } from './runtime/manual-clock.ts'
import { silentLog } from './tx/testing/silent-log.ts'

const ours = `0x${'aa'.repeat(32)}` as const
const theirs = `0x${'bb'.repeat(32)}` as const
const submitted = (txHash: typeof ours | typeof theirs, mine = true): EngineEvent => ({
  ...{ type: 'output.submitted', outputIndex: 1n, l2BlockNumber: 1n, outputRoot: ours },
  txHash,
  submitter: '0x00',
  mine
})

function stage(over: { practice?: boolean; look?: () => Promise<void> } = {}) {
  const clock = new ManualClock(0)
  const events = createEngineEvents({ clock, keep: 10, onListenerError: () => {} })
  const count = { looks: 0, reviews: 0 }
  const queue = {
    isOwn: (hash: string) => hash === ours,
    async lookForOthers() {
      count.looks += 1
      await over.look?.()
    }
  }
  const secondL1 = {
    review: async () => {
      count.reviews += 1
    }
  }
  const parts = { queue, secondL1 } as unknown as Pick<EngineParts, 'queue' | 'secondL1'>
  const stop = new AbortController()
  const services = guardServices({ parts, ports: { clock, log: silentLog }, events, practice: over.practice ?? false })
  const running = services.map((service) =>
    service.run({ signal: stop.signal, ready: () => {} }).catch((error: AppError) => error.code)
  )
  return { clock, events, count, services, running, stop }
}

describe('the watch of the key', () => {
  it('looks at the start, then seldom', async () => {
    const { clock, count } = stage()
    await clock.advance(0)
    expect(count.looks).toBe(1)
    await clock.advance(86_400_000)
    expect(count.looks).toBeLessThanOrEqual(49)
    expect(count.looks).toBeGreaterThan(46)
  })

  it('looks at once when an own output was submitted by a transaction that is not its own', async () => {
    const { clock, count, events } = stage()
    await clock.advance(0)
    events.emit(submitted(ours))
    events.emit(submitted(theirs, false))
    await clock.advance(1_000)
    expect(count.looks).toBe(1)
    events.emit(submitted(theirs))
    events.emit(submitted(theirs))
    await clock.advance(1_000)
    expect(count.looks).toBe(2)
  })

  it('goes on after a look that failed, and ends with its signal', async () => {
    const { clock, count, running, stop } = stage({
      practice: true,
      look: () => Promise.reject(new AppError({ code: 'RPC_UNAVAILABLE' }))
    })
    await clock.advance(20_000)
    expect(count.looks).toBeGreaterThan(2)
    stop.abort()
    await Promise.all(running)
    expect(clock.sleeping).toBe(0)
  })
})

it('asks again about contradictions every quarter of a minute', async () => {
  const { clock, count } = stage()
  await clock.advance(60_000)
  expect(count.reviews).toBeGreaterThanOrEqual(4)
})

it('has nothing to do for an account that is only watched, with one provider', () => {
  const clock = new ManualClock(0)
  const events = createEngineEvents({ clock, keep: 1, onListenerError: () => {} })
  const parts = { queue: null }
  expect(guardServices({ parts, ports: { clock, log: silentLog }, events, practice: true })).toEqual([])
})
