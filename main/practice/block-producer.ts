import { AbortedError } from '../../shared/errors.ts'
import type { LogFields } from '../engine/ports.ts'
import type { Clock } from '../engine/runtime/clock.ts'
import { baseFeeWei } from './base-fee.ts'
import type { ChainTime } from './chain-time.ts'
import type { DrawSteering } from './draw-steering.ts'
import { readHeader } from './rollup/headers.ts'
import { type Rpc, toQuantity } from './rpc.ts'
import { createSerial } from './serial.ts'

export type BlockProducerOptions = {
  l1: Rpc
  l2: Rpc
  genesisSec: number
  l2BlockTimeSec: number
  time: ChainTime
  seed: number
  /** Called before each L2 block that may hold transactions, and after each run of L2 blocks. */
  hooks: { beforeL2Block: () => Promise<void>; afterL2Blocks: () => Promise<void> }
}

/** Makes the blocks of both chains. All methods wait for their turn, none runs while another does. */
export type BlockProducer = {
  /** An L1 block at the present second, if there is none yet, and L2 up to it. */
  tick(): Promise<void>
  /** Blocks of one second each. */
  mine(blocks: number): Promise<void>
  /** Moves the chains' time: one L1 block there, L2 blocks in between without a gap. */
  warp(seconds: number): Promise<void>
  /** Ticks once a second until the signal fires; `onError` hears what went wrong, and it goes on. */
  run(loop: { clock: Clock; signal: AbortSignal; onError: (error: unknown, fields: LogFields) => void }): Promise<void>
  /** Both chains and their time as they are, for `revert`. A snapshot can be used once. */
  snapshot(): Promise<Snapshot>
  revert(snapshot: Snapshot): Promise<void>
  /** Holds the base fee of the coming L1 blocks, or with null lets it move again. */
  setBaseFee(wei: bigint | null): void
  /** Who chooses the fee recipients of the coming L1 blocks. */
  setSteering(steering: DrawSteering): void
}

export type Snapshot = { l1: string; l2: string; nowSec: number }

/** L2 blocks in one request: about a second's work for anvil. */
const l2Batch = 5_000

export function createBlockProducer(options: BlockProducerOptions): BlockProducer {
  const { l1, l2, time, seed } = options
  const inTurn = createSerial()
  let heldBaseFee: bigint | null = null
  let steering: DrawSteering | null = null

  async function makeL1Block(): Promise<void> {
    const head = await readHeader(l1, 'latest')
    if (!head || head.timestampSec >= time.nowSec()) return
    const block = { number: head.number + 1, parentHash: head.hash, timestampSec: time.nowSec() }
    const fee = heldBaseFee ?? baseFeeWei(block.number, seed)
    await l1('anvil_setNextBlockBaseFeePerGas', [toQuantity(fee)])
    if (steering) await l1('anvil_setCoinbase', [await steering.coinbaseFor({ ...block, baseFeeWei: fee })])
    await l1('evm_mine', [block.timestampSec])
  }

  async function makeBlocks(): Promise<void> {
    await makeL1Block()
    await followL1(options)
  }

  return {
    tick: () => inTurn(makeBlocks),
    mine: (blocks) =>
      inTurn(async () => {
        for (let i = 0; i < blocks; i++) {
          time.advance(1)
          await makeBlocks()
        }
      }),
    warp: (seconds) =>
      inTurn(async () => {
        time.advance(seconds)
        await makeBlocks()
      }),
    async run({ clock, signal, onError }) {
      while (!signal.aborted) {
        await inTurn(makeBlocks).catch((error) => onError(error, { part: 'blocks' }))
        const untilNextSecond = 1_000 - (clock.now() % 1_000)
        await clock.sleep(untilNextSecond, signal).catch(ignoreAbort)
      }
    },
    snapshot: () =>
      inTurn(async () => ({
        l1: await l1<string>('evm_snapshot'),
        l2: await l2<string>('evm_snapshot'),
        nowSec: time.nowSec()
      })),
    revert: (snapshot) =>
      inTurn(async () => {
        await l1('evm_revert', [snapshot.l1])
        await l2('evm_revert', [snapshot.l2])
        time.set(snapshot.nowSec)
      }),
    setBaseFee: (wei) => {
      heldBaseFee = wei
    },
    setSteering: (next) => {
      steering = next
    }
  }
}

function ignoreAbort(error: unknown): void {
  if (!(error instanceof AbortedError)) throw error
}

/** L2 has a block every `l2BlockTimeSec` up to L1's time. Only the first of a run holds transactions: then the state that the others share can be kept after it. */
async function followL1({ l1, l2, genesisSec, l2BlockTimeSec, hooks }: BlockProducerOptions): Promise<void> {
  const [l1Head, l2Head] = await Promise.all([readHeader(l1, 'latest'), readHeader(l2, 'latest')])
  if (!l1Head || !l2Head) return
  const wanted = Math.floor((l1Head.timestampSec - genesisSec) / l2BlockTimeSec)
  if (wanted <= l2Head.number) return
  await hooks.beforeL2Block()
  await l2('evm_mine')
  await hooks.afterL2Blocks()
  for (let made = l2Head.number + 1; made < wanted; made += l2Batch) {
    await l2('anvil_mine', [toQuantity(Math.min(l2Batch, wanted - made))])
    await hooks.afterL2Blocks()
  }
}
