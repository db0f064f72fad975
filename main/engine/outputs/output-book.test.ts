import { describe, expect, it } from 'vitest'
import type { EngineEvent } from '../../../shared/domain/engine-event.ts'
import type { ChainLog } from '../chain/types.ts'
import { createOutputBook } from './output-book.ts'
import { type ProtocolLog, protocolLog } from './protocol-log.ts'
import { alice, bob, exampleAddresses, exampleLog, hash, submissionLogs } from './testing/example-logs.ts'
import { createMemoryHistory } from './testing/memory-history.ts'

function setUp() {
  const history = createMemoryHistory()
  const events: EngineEvent[] = []
  const misses: bigint[] = []
  const book = createOutputBook({
    history,
    account: alice,
    finalizationPeriodSec: 600,
    emit: (e) => events.push(e),
    onJailedForMiss: (index) => misses.push(index)
  })
  const decoded = (logs: ChainLog[]): ProtocolLog[] =>
    logs.map((log) => protocolLog(log, exampleAddresses)).filter((x) => x !== null)
  const take = (logs: ChainLog[], silent = false): void => book.take(decoded(logs), { silent })
  const undo = (logs: ChainLog[]): void => take(logs.map((log) => ({ ...log, removed: true })))
  return { history, events, misses, book, take, undo }
}

const first = submissionLogs({ index: 1n, by: alice, place: { block: 10, tx: 1 } })
const second = submissionLogs({
  index: 2n,
  by: bob,
  place: { block: 20, tx: 2 },
  paid: { index: 1n, to: alice, wei: 40n }
})

describe('output book', () => {
  it('makes a row of a submission and takes the submitter from the bond in its transaction', () => {
    const { history, events, take } = setUp()
    take(first)
    expect(history.output(1n)).toEqual({
      index: 1n,
      l2BlockNumber: 40n,
      root: hash(7_001),
      submitter: alice,
      mine: true,
      submittedAtSec: 10_010,
      l1BlockNumber: 10n,
      txHash: hash(1),
      verdict: 'pending',
      finalizedAtSec: 10_610,
      deleted: false,
      rewardWei: null,
      paidAtSec: null,
      gasUsed: null,
      feeWei: null
    })
    expect(events).toEqual([
      {
        type: 'output.submitted',
        outputIndex: 1n,
        l2BlockNumber: 40n,
        outputRoot: hash(7_001),
        txHash: hash(1),
        submitter: alice,
        mine: true
      }
    ])
  })

  it('books a payment with the time of the submission that paid it', () => {
    const { history, events, take } = setUp()
    take([...first, ...second])
    expect(history.output(1n)).toMatchObject({ rewardWei: 40n, paidAtSec: 10_020 })
    expect(events.map((e) => e.type)).toEqual(['output.submitted', 'output.submitted', 'output.paid'])
    expect(events.at(2)).toEqual({ type: 'output.paid', outputIndex: 1n, submitter: alice, rewardWei: 40n })
    expect(history.totals()).toMatchObject({ outputsSeen: 2, mySubmissions: 1, rewardsWei: 40n })
  })

  it('tells nothing twice when logs come again, and keeps what was learnt', () => {
    const { history, events, take } = setUp()
    take([...first, ...second])
    const row = history.output(1n)
    if (row) history.upsertOutputs([{ ...row, verdict: 'valid' }])
    const told = events.length
    take([...first, ...second])
    expect(events).toHaveLength(told)
    expect(history.output(1n)).toMatchObject({ verdict: 'valid', rewardWei: 40n })
  })

  it('is silent about the past', () => {
    const { history, events, take } = setUp()
    take([...first, ...second], true)
    expect(events).toEqual([])
    expect(history.totals().outputsSeen).toBe(2)
  })

  it('a reorganisation undoes submission and payment', () => {
    const { history, take, undo } = setUp()
    take([...first, ...second])
    undo(second.toReversed())
    expect(history.output(2n)).toBeNull()
    expect(history.output(1n)).toMatchObject({ rewardWei: null, paidAtSec: null })
  })

  it('an own submission that is mined again after a reorganisation keeps its cost', () => {
    const { history, book, take, undo } = setUp()
    take(first)
    book.cost(hash(1), { gasUsed: 5n, feeWei: 50n })
    undo(first.toReversed())
    take(first)
    expect(history.output(1n)).toMatchObject({ gasUsed: 5n, feeWei: 50n })
  })

  it('a reorganisation that puts another submission into the place does not lose it', () => {
    const { history, take, undo } = setUp()
    const other = submissionLogs({ index: 1n, by: bob, place: { block: 11, tx: 9 } })
    take(first)
    take(other)
    undo(first)
    expect(history.output(1n)).toMatchObject({ txHash: hash(9), submitter: bob, mine: false })
  })

  it('marks and unmarks a deleted output', () => {
    const { history, take, undo } = setUp()
    const args = { outputIndex: 1n, newSubmitter: bob, newOutputRoot: hash(0) }
    const replaced = exampleLog('L2OutputOracle', 'OutputReplaced', args, { block: 30, tx: 3 })
    take([...first, replaced])
    expect(history.output(1n)).toMatchObject({ deleted: true, root: hash(7_001) })
    undo([replaced])
    expect(history.output(1n)?.deleted).toBe(false)
  })

  it('keeps an output open whose transaction has no bond until its submitter is named', () => {
    const { history, book, take } = setUp()
    take(first.slice(0, 1))
    expect(book.open()).toEqual([1n])
    book.settle(new Map([[1n, bob]]))
    expect(history.output(1n)?.submitter).toBe(bob)
    expect(book.open()).toEqual([])
  })

  it('enters the cost of an own submission whether it comes before or after the log', () => {
    const { history, book, take } = setUp()
    book.cost(hash(1), { gasUsed: 5n, feeWei: 50n })
    take(first)
    expect(history.output(1n)).toMatchObject({ gasUsed: 5n, feeWei: 50n })
    book.cost(hash(1), { gasUsed: 6n, feeWei: 60n })
    expect(history.output(1n)).toMatchObject({ gasUsed: 6n, feeWei: 60n })
  })

  it('tells own jail and release, and a miss that jailed', () => {
    const { events, misses, take } = setUp()
    const place = { block: 20, tx: 2 }
    const jailed = (validator: string) =>
      exampleLog('ValidatorManager', 'ValidatorJailed', { validator, expiresAt: 99n }, place)
    take([...second, jailed(bob), jailed(alice)])
    take([exampleLog('ValidatorManager', 'ValidatorUnjailed', { validator: alice }, { block: 30, tx: 3 })])
    take([
      exampleLog('ValidatorManager', 'ValidatorJailed', { validator: alice, expiresAt: 99n }, { block: 40, tx: 4 })
    ])
    expect(events.map((e) => e.type).filter((t) => t.startsWith('validator'))).toEqual([
      'validator.jailed',
      'validator.unjailed',
      'validator.jailed'
    ])
    expect(misses).toEqual([2n])
  })

  it('does not take an event from a contract that does not emit it', () => {
    const [log] = first
    const forged = log && { ...log, address: exampleAddresses.Colosseum }
    expect(forged && protocolLog(forged, exampleAddresses)).toBeNull()
    expect(log && protocolLog({ ...log, topics: [hash(5)] }, exampleAddresses)).toBeNull()
  })
})
