import { encodeFunctionData } from 'viem'
import { l2OutputOracleAbi } from '../../../shared/contracts/abi/l2-output-oracle.ts'
import type { ContractAddresses } from '../../../shared/contracts/networks.ts'
import type { Hash } from '../../../shared/domain/hex.ts'
import type { L1Ref } from '../chain/types.ts'
import type { TxRequest } from '../tx/types.ts'

/** `ValidatorManager` keeps the priority validator in its first storage slot; every submission reads and writes it. */
const slotZero: Hash = `0x${'0'.repeat(64)}`

export const submissionPurpose = (outputIndex: bigint): string => `submit-output:${outputIndex}`

type Input = {
  addresses: Pick<ContractAddresses, 'L2OutputOracle' | 'ValidatorManager'>
  outputIndex: bigint
  l2BlockNumber: bigint
  outputRoot: Hash
  /** `syncStatus.current_l1`: the L1 block up to which the node knows the L2 chain. */
  l1: Pick<L1Ref, 'hash' | 'number'>
  recheck: TxRequest['recheck']
}

/** `L2OutputOracle.submitL2Output` as the queue takes it. Payments, jailing and the draw happen in the call, so its gas varies a lot between estimate and inclusion. */
export function submission(input: Input): TxRequest {
  const { addresses, outputRoot, l2BlockNumber, l1 } = input
  return {
    purpose: submissionPurpose(input.outputIndex),
    lane: 'submission',
    to: addresses.L2OutputOracle,
    data: encodeFunctionData({
      abi: l2OutputOracleAbi,
      functionName: 'submitL2Output',
      args: [outputRoot, l2BlockNumber, l1.hash, l1.number]
    }),
    gas: { percent: 150n, extra: 150_000n },
    accessList: [{ address: addresses.ValidatorManager, storageKeys: [slotZero] }],
    recheck: input.recheck
  }
}
