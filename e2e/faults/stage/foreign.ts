import { encodeFunctionData, type Hex } from 'viem'
import { privateKeyToAccount } from 'viem/accounts'
import { independentRoot } from '../../../main/practice/drills/chain-facts.ts'
import type { PracticeAccount } from '../../../main/practice/practice-accounts.ts'
import { l2OutputOracleAbi } from '../../../shared/contracts/abi/l2-output-oracle.ts'
import type { Address, Hash } from '../../../shared/domain/hex.ts'
import type { FaultStage } from './fault-stage.ts'

type Wanted = { from: PracticeAccount; to: Address; data?: Hex; nonce: number; maxFeeWei: bigint; tipWei: bigint }

/** Another program signs with this account's key, with a nonce and fees of its own choice. The transaction waits in L1's pool. */
export async function sendForeign({ network }: FaultStage, wanted: Wanted): Promise<Hash> {
  const { from, to, data = '0x', nonce, maxFeeWei, tipWei } = wanted
  const signed = await privateKeyToAccount(from.privateKey.reveal()).signTransaction({
    ...{ type: 'eip1559', chainId: network.l1.chainId, to, data, nonce, gas: 1_000_000n },
    ...{ maxFeePerGas: maxFeeWei, maxPriorityFeePerGas: tipWei }
  })
  return network.l1.rpc<Hash>('eth_sendRawTransaction', [signed])
}

/** The submission of the next output, with the right root, as another validator's program would make it. */
export async function submissionData({ network, read }: FaultStage): Promise<Hex> {
  const l2BlockNumber = await read.oracle('nextBlockNumber')
  const { hash, number } = await network.l1.rpc<{ hash: Hash; number: Hex }>('eth_getBlockByNumber', ['latest', false])
  const args = [await independentRoot(network, l2BlockNumber), l2BlockNumber, hash, BigInt(number)] as const
  return encodeFunctionData({ abi: l2OutputOracleAbi, functionName: 'submitL2Output', args })
}
