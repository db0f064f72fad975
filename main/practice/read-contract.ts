import {
  type Abi,
  type ContractFunctionArgs,
  type ContractFunctionName,
  type ContractFunctionReturnType,
  createPublicClient,
  http
} from 'viem'
import { assetManagerAbi } from '../../shared/contracts/abi/asset-manager.ts'
import { colosseumAbi } from '../../shared/contracts/abi/colosseum.ts'
import { governanceTokenAbi } from '../../shared/contracts/abi/governance-token.ts'
import { l2OutputOracleAbi } from '../../shared/contracts/abi/l2-output-oracle.ts'
import { validatorManagerAbi } from '../../shared/contracts/abi/validator-manager.ts'
import type { Address } from '../../shared/domain/hex.ts'
import type { PracticeNetwork } from './network.ts'

/** A typed view call: `read('balanceOf', account)`. */
type Reads<A extends Abi> = <N extends ContractFunctionName<A, 'view'>, P extends ContractFunctionArgs<A, 'view', N>>(
  functionName: N,
  ...args: P extends readonly unknown[] ? P : never
) => Promise<ContractFunctionReturnType<A, 'view', N, P>>

export type ProtocolReader = {
  oracle: Reads<typeof l2OutputOracleAbi>
  manager: Reads<typeof validatorManagerAbi>
  assets: Reads<typeof assetManagerAbi>
  kro: Reads<typeof governanceTokenAbi>
  colosseum: Reads<typeof colosseumAbi>
}

/** Typed view calls on the protocol of a practice network, at the newest L1 block. Drills and tests look at the chain with these, not with the engine's eyes. */
export function protocolReader({ l1, addresses }: Pick<PracticeNetwork, 'l1' | 'addresses'>): ProtocolReader {
  const client = createPublicClient({ transport: http(l1.httpUrl), cacheTime: 0 })
  const reads =
    <A extends Abi>(abi: A, address: Address): Reads<A> =>
    (functionName, ...args) =>
      client.readContract({ abi: abi as Abi, address, functionName: functionName as string, args }) as Promise<never>
  return {
    oracle: reads(l2OutputOracleAbi, addresses.L2OutputOracle),
    manager: reads(validatorManagerAbi, addresses.ValidatorManager),
    assets: reads(assetManagerAbi, addresses.AssetManager),
    kro: reads(governanceTokenAbi, addresses.GovernanceToken),
    colosseum: reads(colosseumAbi, addresses.Colosseum)
  }
}
