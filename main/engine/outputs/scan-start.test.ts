import { describe, expect, it } from 'vitest'
import { createOutputBook } from './output-book.ts'
import { protocolLog } from './protocol-log.ts'
import { type BlockRef, markScanned, scanStart } from './scan-start.ts'
import { alice, exampleAddresses, hash, submissionLogs } from './testing/example-logs.ts'
import { createMemoryHistory } from './testing/memory-history.ts'

/** A chain with a block every `paceSec` seconds, its hashes made of `salt`. */
function chain({ paceSec = 12, head = 100_000n, salt = 0n } = {}) {
  const asked: bigint[] = []
  const block = (number: bigint): BlockRef => ({
    number,
    timestampSec: 1_000 + Number(number) * paceSec,
    hash: hash(number + salt * 1_000_000n)
  })
  const getBlock = async (number: bigint): Promise<BlockRef | null> => {
    asked.push(number)
    return number > head ? null : block(number)
  }
  return { head: block(head), getBlock, block, asked }
}

const owner = 'alice'

const withRow = () => {
  const history = createMemoryHistory()
  history.setMeta('outputs.owner', owner)
  const book = createOutputBook({
    history,
    account: alice,
    finalizationPeriodSec: 1,
    emit: () => {},
    onJailedForMiss: () => {}
  })
  const logs = submissionLogs({ index: 1n, by: alice, place: { block: 5, tx: 1 } })
  book.take(
    logs.map((l) => protocolLog(l, exampleAddresses)).filter((x) => x !== null),
    { silent: true }
  )
  return history
}

describe('where the scan starts', () => {
  it.each([1, 2, 12, 13])('at or before the window, with blocks of %d s, in few questions', async (paceSec) => {
    const { head, getBlock, block, asked } = chain({ paceSec })
    const windowSec = 7 * 24 * 3600
    const { fromBlock, resumed } = await scanStart({ head, windowSec, history: createMemoryHistory(), getBlock, owner })
    expect(resumed).toBe(false)
    const fromSec = head.timestampSec - windowSec
    expect(fromBlock === 0n || block(fromBlock).timestampSec <= fromSec).toBe(true)
    if (fromBlock > 0n) expect(block(fromBlock).timestampSec).toBeGreaterThan(fromSec - windowSec * 0.2)
    expect(asked.length).toBeLessThanOrEqual(4)
  })

  it('at the first block of a young chain', async () => {
    const { head, getBlock } = chain({ head: 30n, paceSec: 1 })
    expect((await scanStart({ head, windowSec: 600, history: createMemoryHistory(), getBlock, owner })).fromBlock).toBe(
      0n
    )
  })

  it('is not fooled by a chain whose time was moved', async () => {
    const { head, getBlock } = chain({ head: 5_000n, paceSec: 1 })
    const jumped = async (n: bigint) => {
      const b = await getBlock(n)
      return b && { ...b, timestampSec: b.timestampSec + (n > 4_990n ? 500_000 : 0) }
    }
    const late = { ...head, timestampSec: head.timestampSec + 500_000 }
    const { fromBlock } = await scanStart({
      head: late,
      windowSec: 600,
      history: createMemoryHistory(),
      getBlock: jumped,
      owner
    })
    expect(fromBlock).toBeLessThanOrEqual(4_990n)
  })

  it('where the last run stopped', async () => {
    const { head, getBlock, block } = chain()
    const history = withRow()
    await scanStart({ head, windowSec: 600, history, getBlock, owner })
    markScanned(history, block(99_500n))
    expect(await scanStart({ head, windowSec: 600, history, getBlock, owner })).toEqual({
      fromBlock: 99_500n,
      resumed: true,
      fresh: false
    })
    expect(history.totals().outputsSeen).toBe(1)
  })

  it('at the window again when that block was reorganised away; rows stay', async () => {
    const { head, getBlock, block } = chain()
    const history = withRow()
    await scanStart({ head, windowSec: 600, history, getBlock, owner })
    markScanned(history, { ...block(99_990n), hash: hash(1) })
    const start = await scanStart({ head, windowSec: 600, history, getBlock, owner })
    expect(start).toMatchObject({ resumed: false, fresh: false })
    expect(start.fromBlock).toBeLessThan(99_950n)
    expect(history.totals().outputsSeen).toBe(1)
  })

  it('forgets the rows of another chain', async () => {
    const old = chain()
    const history = withRow()
    await scanStart({ head: old.head, windowSec: 600, history, getBlock: old.getBlock, owner })
    markScanned(history, old.block(99_990n))
    const now = chain({ salt: 1n, head: 200n })
    expect(await scanStart({ head: now.head, windowSec: 600, history, getBlock: now.getBlock, owner })).toMatchObject({
      resumed: false,
      fresh: true
    })
    expect(history.totals().outputsSeen).toBe(0)
  })

  it('forgets the rows of another account or deployment', async () => {
    const { head, getBlock, block } = chain()
    const history = withRow()
    history.setMeta('missed-rounds', '4')
    markScanned(history, block(99_500n))
    expect((await scanStart({ head, windowSec: 600, history, getBlock, owner: 'bob' })).fresh).toBe(true)
    expect(history.totals().outputsSeen).toBe(0)
    expect(Number(history.getMeta('missed-rounds') ?? 0)).toBe(0)
  })
})
