import type { Hex } from 'viem'
import type { Address } from '../../../shared/domain/hex.ts'
import type { FaultStage } from './fault-stage.ts'

export type Waiting = { hash: Hex; nonce: number; input: Hex; maxFeePerGas: bigint }
type Raw = { hash: Hex; nonce: Hex; input: Hex; maxFeePerGas?: Hex; gasPrice?: Hex }
type Content = { pending: Record<string, Record<string, Raw>>; queued: Record<string, Record<string, Raw>> }

/** What of this account waits in L1's pool, those behind a gap included. */
export async function waitingOf({ network }: FaultStage, account: Address): Promise<Waiting[]> {
  const { pending, queued } = await network.l1.rpc<Content>('txpool_content')
  return [pending, queued].flatMap((part) =>
    Object.entries(part).flatMap(([from, byNonce]) =>
      from.toLowerCase() === account.toLowerCase() ? Object.values(byNonce).map(readRaw) : []
    )
  )
}

const readRaw = ({ hash, nonce, input, maxFeePerGas, gasPrice }: Raw): Waiting => ({
  ...{ hash, input, nonce: Number(nonce) },
  maxFeePerGas: BigInt(maxFeePerGas ?? gasPrice ?? '0x0')
})
