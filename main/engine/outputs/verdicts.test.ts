import { describe, expect, it } from 'vitest'
import type { EngineEvent } from '../../../shared/domain/engine-event.ts'
import { AppError } from '../../../shared/errors.ts'
import type { OutputAtBlock } from '../chain/types.ts'
import { ManualClock } from '../runtime/manual-clock.ts'
import { createMissedRounds } from './missed-rounds.ts'
import { createOutputBook } from './output-book.ts'
import { protocolLog } from './protocol-log.ts'
import { alice, exampleAddresses, hash, submissionLogs } from './testing/example-logs.ts'
import { createMemoryHistory } from './testing/memory-history.ts'
import { createVerdicts } from './verdicts.ts'

function setUp() {
  const clock = new ManualClock()
  const history = createMemoryHistory()
  const events: EngineEvent[] = []
  const asked: bigint[] = []
  const node = { head: null as bigint | null, fails: false }
  const abort = new AbortController()
  const book = createOutputBook({
    history,
    account: alice,
    finalizationPeriodSec: 1,
    emit: () => {},
    onJailedForMiss: () => {}
  })
  const add = (index: bigint, root = hash(7_000n + index)): void => {
    const logs = submissionLogs({ index, by: alice, root, place: { block: Number(index), tx: Number(index) } })
    book.take(
      logs.map((l) => protocolLog(l, exampleAddresses)).filter((x) => x !== null),
      { silent: false }
    )
  }
  const verdicts = createVerdicts({
    history,
    clock,
    rollup: {
      outputAtBlock: async (number) => {
        asked.push(number)
        if (node.fails) throw new AppError({ code: 'RPC_REJECTED' })
        return { outputRoot: hash(7_000n + number / 40n) } as OutputAtBlock
      }
    },
    nodeHead: () => node.head,
    emit: (e) => events.push(e),
    onChange: () => {}
  })
  const done = verdicts.run({ signal: abort.signal, ready: () => {} })
  done.catch(() => {})
  return { clock, history, events, asked, node, abort, add, verdicts, done }
}

describe('verdicts', () => {
  it('says whether a root is the own one, once per output, newest first', async () => {
    const x = setUp()
    x.add(1n)
    x.add(2n, hash(666))
    x.node.head = 1_000n
    x.verdicts.wake()
    await x.clock.advance(1_000)
    x.verdicts.wake()
    await x.clock.advance(600_000)
    expect(x.asked).toEqual([80n, 40n])
    expect(x.history.output(1n)?.verdict).toBe('valid')
    expect(x.history.output(2n)?.verdict).toBe('invalid')
    expect(x.events[0]).toEqual({
      type: 'output.verdict',
      outputIndex: 2n,
      verdict: 'invalid',
      expectedRoot: hash(7_002),
      actualRoot: hash(666)
    })
  })

  it('waits until the own node is beyond the block', async () => {
    const x = setUp()
    x.add(1n)
    for (const head of [null, 40n, 41n]) {
      x.node.head = head
      x.verdicts.wake()
      await x.clock.advance(1)
    }
    expect(x.asked).toEqual([40n])
  })

  it('asks ever more rarely for what the node cannot answer', async () => {
    const x = setUp()
    x.node.fails = true
    x.node.head = 1_000n
    x.add(1n)
    x.verdicts.wake()
    await x.clock.advance(3_600_000)
    expect(x.asked.length).toBeGreaterThan(5)
    expect(x.asked.length).toBeLessThan(12)
    x.node.fails = false
    await x.clock.advance(7_200_000)
    expect(x.history.output(1n)?.verdict).toBe('valid')
  })

  it('leaves deleted outputs alone and stops without a timer', async () => {
    const x = setUp()
    x.add(1n)
    const row = x.history.output(1n)
    if (row) x.history.upsertOutputs([{ ...row, deleted: true }])
    x.node.head = 1_000n
    x.verdicts.wake()
    await x.clock.advance(1_000)
    expect(x.asked).toEqual([])
    x.abort.abort()
    await expect(x.done).rejects.toMatchObject({ code: 'ABORTED' })
    expect(x.clock.sleeping).toBe(0)
  })
})

describe('missed rounds', () => {
  it('counts rises, also those of while the app was off, and never the first reading', () => {
    const history = createMemoryHistory()
    const events: EngineEvent[] = []
    const start = () => createMissedRounds({ history, emit: (e) => events.push(e) })
    start().seen(1, 4n)
    expect(events).toEqual([])
    const missed = start()
    missed.seen(2, 9n)
    missed.seen(2, 10n)
    missed.seen(0, 11n)
    missed.jailedFor(12n, 3)
    expect(events).toEqual([
      { type: 'round.missed', outputIndex: 9n, missed: 2 },
      { type: 'round.missed', outputIndex: 12n, missed: 3 }
    ])
    expect(history.getMeta('missed-rounds')).toBe('2')
  })
})
