import type { Hash } from '../../../shared/domain/hex.ts'
import { missedRoundsKey } from '../engine-memory.ts'
import type { HistoryPort } from '../ports.ts'
import { missedCountKey } from './missed-rounds.ts'

export type BlockRef = { number: bigint; timestampSec: number; hash: Hash }
/** Null when the chain has no such block. */
export type GetBlock = (number: bigint) => Promise<BlockRef | null>

const markKey = 'outputs.scanned-to'
const anchorKey = 'outputs.scan-anchor'
const ownerKey = 'outputs.owner'
const sampleBlocks = 1_000n

export type ScanStart = {
  fromBlock: bigint
  /** What follows happened while nobody watched, after a time when somebody did: worth telling. */
  resumed: boolean
  /** What there was belonged to another account, deployment or chain. */
  fresh: boolean
}

type Input = {
  head: BlockRef
  windowSec: number
  history: HistoryPort
  getBlock: GetBlock
  /** Whose view the rows are: account and deployment. */
  owner: string
}

/** Where to read logs from: where the last run stopped, if its last block is still on the chain; else the first block of the window. What another account, deployment or chain left is forgotten. */
export async function scanStart({ head, windowSec, history, getBlock, owner }: Input): Promise<ScanStart> {
  const moved = history.getMeta(ownerKey) !== owner
  if (moved) forgetAll(history)
  history.setMeta(ownerKey, owner)
  const mark = refOf(history.getMeta(markKey))
  const anchor = refOf(history.getMeta(anchorKey))
  const onChain = async (ref: Ref | null): Promise<boolean> =>
    ref !== null && ref.number <= head.number && (await getBlock(ref.number))?.hash === ref.hash
  if (mark && (await onChain(mark))) return { fromBlock: mark.number, resumed: true, fresh: false }
  const gone = mark !== null && !(await onChain(anchor))
  if (gone) forgetAll(history)
  const from = await windowStart({ head, windowSec, getBlock })
  history.setMeta(anchorKey, `${from.number}:${from.hash}`)
  return { fromBlock: from.number, resumed: false, fresh: moved || gone }
}

/** Remembers that everything up to this block has been taken in. */
export const markScanned = (history: HistoryPort, block: { number: bigint; hash: Hash }): void =>
  history.setMeta(markKey, `${block.number}:${block.hash}`)

type Ref = { number: bigint; hash: string }

function refOf(text: string | null): Ref | null {
  const match = /^(\d+):(0x[0-9a-f]{64})$/i.exec(text ?? '')
  return match?.[1] && match[2] ? { number: BigInt(match[1]), hash: match[2] } : null
}

/** A block at or before the window's first second: guessed from the pace of the newest blocks, and doubled until it is old enough. */
export async function windowStart({
  head,
  windowSec,
  getBlock
}: Pick<Input, 'head' | 'windowSec' | 'getBlock'>): Promise<BlockRef> {
  const fromSec = head.timestampSec - windowSec
  let back = head.number < sampleBlocks ? head.number : sampleBlocks
  for (;;) {
    const block = await getBlock(head.number - back)
    if (!block) return head
    if (block.timestampSec <= fromSec || block.number === 0n) return block
    const pace = Math.max(0.1, (head.timestampSec - block.timestampSec) / Number(back))
    const guess = BigInt(Math.ceil((windowSec / pace) * 1.05))
    back = guess > back * 2n ? guess : back * 2n
    if (back > head.number) back = head.number
  }
}

function forgetAll(history: HistoryPort): void {
  forgetFrom(history, 0n)
  for (const key of [markKey, anchorKey, missedRoundsKey, missedCountKey]) history.setMeta(key, '')
}

/** Forgets the rows of this block and later ones: they are about to be read again, and some may be on the chain no more. */
export function forgetFrom(history: HistoryPort, block: bigint): void {
  for (let before: bigint | null = null; ; ) {
    const page = history.page({ before, limit: 500, mine: false })
    const young = page.rows.filter((row) => row.l1BlockNumber >= block)
    history.removeOutputs(young.map((row) => row.index))
    if (young.length < page.rows.length || page.nextBefore === null) return
    before = page.nextBefore
  }
}
