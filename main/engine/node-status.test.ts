import { describe, expect, it } from 'vitest'
import { AppError } from '../../shared/errors.ts'
import type { RollupClient, SyncStatus } from './chain/types.ts'
import { createNodeStatus } from './node-status.ts'
import { ManualClock } from './runtime/manual-clock.ts'

const signal = new AbortController().signal

function setUp() {
  const clock = new ManualClock(10_000_000)
  const l2 = { number: 100n, timestampSec: 9_990 }
  const l1 = { current: 10_000, head: 10_010 }
  const node = { away: false, changes: 0 }
  const syncStatus = async (): Promise<SyncStatus> => {
    if (node.away) throw new AppError({ code: 'RPC_UNAVAILABLE' }, { retryable: true })
    return {
      currentL1: { timestampSec: l1.current },
      headL1: { timestampSec: l1.head },
      unsafeL2: { ...l2 }
    } as SyncStatus
  }
  const status = createNodeStatus({
    rollup: { syncStatus } as RollupClient,
    clock,
    onChange: () => void node.changes++
  })
  return { clock, l2, l1, node, status }
}

describe('node status', () => {
  it('keeps the last answer while the node is away', async () => {
    const { clock, node, status } = setUp()
    await status.refresh(signal)
    const at = status.answeredAtMs()
    node.away = true
    await clock.advance(5_000)
    expect(await status.refresh(signal)).toBeNull()
    expect(status.last()?.unsafeL2.number).toBe(100n)
    expect(status.answeredAtMs()).toBe(at)
    expect(node.changes).toBe(2)
  })

  it('calls the network halted after an hour without a block', async () => {
    const { clock, status } = setUp()
    await status.refresh(signal)
    await clock.advance(3_599_000)
    await status.refresh(signal)
    expect(status.halted(13_000)).toBe(false)
    await clock.advance(1_000)
    expect(status.halted(13_000)).toBe(true)
  })

  it('calls it halted a minute after a start that finds an old block', async () => {
    const { clock, l2, status } = setUp()
    l2.timestampSec = 1_000
    await status.refresh(signal)
    expect(status.halted(10_000)).toBe(false)
    await clock.advance(60_000)
    await status.refresh(signal)
    expect(status.halted(10_060)).toBe(true)
  })

  it('does not while blocks come, however old they are', async () => {
    const { clock, l2, status } = setUp()
    l2.timestampSec = 1_000
    for (let i = 0; i < 10; i++) {
      l2.number += 1n
      await status.refresh(signal)
      await clock.advance(30_000)
    }
    expect(status.halted(10_300)).toBe(false)
  })

  it('does not when the node itself is behind L1', async () => {
    const { clock, l1, l2, status } = setUp()
    l1.current = 5_000
    l2.timestampSec = 1_000
    await status.refresh(signal)
    await clock.advance(7_200_000)
    expect(status.halted(17_000)).toBe(false)
  })

  it('knows nothing before the first answer', () => expect(setUp().status.halted(99_999)).toBe(false))

  it('throws ABORTED when stopped', async () => {
    const { node, status } = setUp()
    node.away = true
    await expect(status.refresh(AbortSignal.abort())).rejects.toMatchObject({ code: 'ABORTED' })
  })
})
