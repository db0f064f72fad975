import type { Hash } from '../../../shared/domain/hex.ts'
import type { Rpc } from '../rpc.ts'
import { type Header, readHeader } from './headers.ts'
import { l1OriginOf } from './l1-origin.ts'

export type L1RefJson = { hash: Hash; number: number; parentHash: Hash; timestamp: number }
export type L2RefJson = L1RefJson & { l1origin: { hash: Hash; number: number }; sequenceNumber: number }
export type SyncStatusJson = Record<
  'current_l1' | 'current_l1_finalized' | 'head_l1' | 'safe_l1' | 'finalized_l1',
  L1RefJson
> &
  Record<'unsafe_l2' | 'safe_l2' | 'finalized_l2', L2RefJson>

export type RefsOptions = {
  l1: Rpc
  l2: Rpc
  genesisSec: number
  blockTimeSec: number
  /** How many blocks the safe and the finalized L2 head trail the newest one. */
  lag: { safe: number; finalized: number }
}

export type Refs = {
  l2Ref(header: Header): Promise<L2RefJson>
  syncStatus(): Promise<SyncStatusJson>
}

/** Block references as a rollup node gives them: an L2 block's origin is the newest L1 block that is not younger. */
export function createRefs({ l1, l2, genesisSec, blockTimeSec, lag }: RefsOptions): Refs {
  async function l2RefUnder(header: Header, l1Head: Header): Promise<L2RefJson> {
    const origin = await l1OriginOf({ l1, head: l1Head, timestampSec: header.timestampSec })
    const firstWithOrigin = Math.max(0, Math.ceil((origin.timestampSec - genesisSec) / blockTimeSec))
    return {
      ...refOf(header),
      l1origin: { hash: origin.hash, number: origin.number },
      sequenceNumber: Math.max(0, header.number - firstWithOrigin)
    }
  }

  return {
    l2Ref: async (header) => l2RefUnder(header, await headOf(l1, 'latest')),
    async syncStatus() {
      const [head, safe, finalized, unsafeL2] = await Promise.all([
        headOf(l1, 'latest'),
        headOf(l1, 'safe'),
        headOf(l1, 'finalized'),
        headOf(l2, 'latest')
      ])
      const trailing = (by: number): Promise<Header> => headOf(l2, Math.max(0, unsafeL2.number - by))
      const [safeHeader, finalizedHeader] = await Promise.all([trailing(lag.safe), trailing(lag.finalized)])
      const [unsafe_l2, safe_l2, finalized_l2] = await Promise.all([
        l2RefUnder(unsafeL2, head),
        l2RefUnder(safeHeader, head),
        l2RefUnder(finalizedHeader, head)
      ])
      // Derivation works on the block before the head, so a validator never names a block that could be replaced at once.
      const current_l1 = refOf(head.number === 0 ? head : await headOf(l1, head.number - 1))
      return {
        current_l1,
        current_l1_finalized: refOf(finalized),
        head_l1: refOf(head),
        safe_l1: refOf(safe),
        finalized_l1: refOf(finalized),
        unsafe_l2,
        safe_l2,
        finalized_l2
      }
    }
  }
}

const refOf = ({ hash, number, parentHash, timestampSec }: Header): L1RefJson => ({
  hash,
  number,
  parentHash,
  timestamp: timestampSec
})

async function headOf(rpc: Rpc, at: Parameters<typeof readHeader>[1]): Promise<Header> {
  const header = await readHeader(rpc, at)
  if (!header) throw new Error(`no block ${at}`)
  return header
}
