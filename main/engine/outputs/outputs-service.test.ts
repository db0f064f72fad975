import { describe, expect, it } from 'vitest'
import type { EngineEvent } from '../../../shared/domain/engine-event.ts'
import type { Address } from '../../../shared/domain/hex.ts'
import type { ChainLog } from '../chain/types.ts'
import { ManualClock } from '../runtime/manual-clock.ts'
import { createOutputBook } from './output-book.ts'
import { createOutputsService } from './outputs-service.ts'
import { alice, bob, exampleAddresses, hash, submissionLogs } from './testing/example-logs.ts'
import { createMemoryHistory } from './testing/memory-history.ts'

function setUp(history = createMemoryHistory()) {
  const clock = new ManualClock()
  const events: EngineEvent[] = []
  const asked = { submitters: [] as bigint[][], costs: [] as string[], from: [] as bigint[] }
  const feed = { send: (_: ChainLog[]): void => {} }
  const activity = { count: 0 }
  const abort = new AbortController()
  const book = createOutputBook({
    history,
    account: alice,
    finalizationPeriodSec: 600,
    emit: (e) => events.push(e),
    onJailedForMiss: () => {}
  })
  const block = (n: bigint) => ({ number: n, timestampSec: 10_000 + Number(n), hash: hash(1_000_000n + n) })
  const service = createOutputsService({
    book,
    history,
    clock,
    addresses: exampleAddresses,
    windowSec: 600,
    owner: 'alice',
    watchLogs: ({ fromBlock, onLogs }) => ({
      name: 'feed',
      run: async ({ signal, ready }) => {
        asked.from.push(fromBlock)
        feed.send = onLogs
        ready()
        await clock.sleep(1e9, signal)
      }
    }),
    head: async () => block(100n),
    getBlock: () => async (n) => block(n),
    submittersOf: async (indexes) => {
      asked.submitters.push([...indexes])
      return new Map<bigint, Address>(indexes.map((i) => [i, bob]))
    },
    costOf: async (txHash) => {
      asked.costs.push(txHash)
      return { gasUsed: 1n, feeWei: 2n }
    },
    onChange: () => {},
    onActivity: () => void activity.count++
  })
  const done = service.run({ signal: abort.signal, ready: () => {} })
  done.catch(() => {})
  return { clock, history, events, asked, feed, activity, abort, done }
}

const at = (block: number, index: bigint, by = bob) =>
  submissionLogs({ index, by, place: { block, tx: Number(index) } })

describe('outputs service', () => {
  it('is silent about the first scan, tells what comes after, and costs no request per output', async () => {
    const x = setUp()
    await x.clock.advance(0)
    x.feed.send([...at(50, 1n), ...at(90, 2n)])
    x.feed.send(at(101, 3n))
    await x.clock.advance(60_000)
    expect(x.events.map((e) => e.type === 'output.submitted' && e.outputIndex)).toEqual([3n])
    expect(x.history.totals().outputsSeen).toBe(3)
    expect(x.asked.submitters).toEqual([])
    expect(x.activity.count).toBe(2)
  })

  it('goes on where it stopped and tells what happened meanwhile', async () => {
    const x = setUp()
    await x.clock.advance(0)
    x.feed.send([...at(50, 1n), ...at(90, 2n)])
    x.abort.abort()
    await expect(x.done).rejects.toMatchObject({ code: 'ABORTED' })
    expect(x.clock.sleeping).toBe(0)
    const again = setUp(x.history)
    await again.clock.advance(0)
    expect(again.asked.from).toEqual([90n])
    again.feed.send([...at(90, 2n), ...at(95, 3n)])
    expect(again.events.map((e) => e.type === 'output.submitted' && e.outputIndex)).toEqual([3n])
  })

  it('asks for the submitter only where no bond told it', async () => {
    const x = setUp()
    await x.clock.advance(0)
    x.feed.send(at(101, 5n).slice(0, 1))
    x.feed.send(at(102, 6n).slice(0, 1))
    await x.clock.advance(500)
    x.feed.send(at(102, 6n).slice(1))
    await x.clock.advance(10_000)
    expect(x.asked.submitters).toEqual([[5n]])
    expect(x.history.output(5n)?.submitter).toBe(bob)
    expect(x.history.output(6n)?.submitter).toBe(bob)
  })

  it('fills in what own submissions cost that were made unwatched', async () => {
    const x = setUp()
    await x.clock.advance(0)
    x.feed.send([...at(50, 1n, alice), ...at(60, 2n)])
    await x.clock.advance(5_000)
    expect(x.asked.costs).toEqual([hash(1)])
    expect(x.history.output(1n)).toMatchObject({ gasUsed: 1n, feeWei: 2n })
  })

  it('ends when the history cannot be written: the supervisor starts it again', async () => {
    const history = createMemoryHistory()
    const x = setUp(history)
    await x.clock.advance(0)
    history.upsertOutputs = () => {
      throw new Error('disk full')
    }
    x.feed.send(at(101, 1n))
    await expect(x.done).rejects.toThrow('disk full')
    expect(x.clock.sleeping).toBe(0)
  })
})
