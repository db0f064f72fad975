import { assetManagerAbi } from '../../../shared/contracts/abi/asset-manager.ts'
import { colosseumAbi } from '../../../shared/contracts/abi/colosseum.ts'
import { governanceTokenAbi } from '../../../shared/contracts/abi/governance-token.ts'
import { l2OutputOracleAbi } from '../../../shared/contracts/abi/l2-output-oracle.ts'
import { validatorManagerAbi } from '../../../shared/contracts/abi/validator-manager.ts'
import { validatorPoolAbi } from '../../../shared/contracts/abi/validator-pool.ts'
import type { ContractAddresses } from '../../../shared/contracts/networks.ts'
import type { Address } from '../../../shared/domain/hex.ts'
import { type Read, readOf } from '../chain/look.ts'
import type { FactGroup } from './act-rules.ts'

type About = {
  addresses: ContractAddresses
  validator: Address
  outputIndex: bigint | null
  challenger: Address | null
}
type Reads = Record<string, Read<unknown>>

const named = (...reads: Read<unknown>[]): Reads => Object.fromEntries(reads.map((read) => [read.name, read]))

/** The contract reads of each group; those about an output or a game are empty where none is named. */
const groups: Record<FactGroup, (about: About) => Reads> = {
  oracle({ addresses }) {
    const oracle = readOf('L2OutputOracle', addresses.L2OutputOracle, l2OutputOracleAbi)
    return named(oracle('nextOutputIndex'), oracle('nextBlockNumber'), oracle('nextOutputMinL2Timestamp'))
  },
  output({ addresses, outputIndex }) {
    const oracle = readOf('L2OutputOracle', addresses.L2OutputOracle, l2OutputOracleAbi)
    return outputIndex === null ? {} : named(oracle('getL2Output', outputIndex))
  },
  challenge({ addresses, outputIndex, challenger, validator }) {
    const colosseum = readOf('Colosseum', addresses.Colosseum, colosseumAbi)
    if (outputIndex === null) return {}
    const who = challenger ?? validator
    return named(colosseum('getStatus', outputIndex, who), colosseum('getChallenge', outputIndex, who))
  },
  validator({ addresses, validator }) {
    const manager = readOf('ValidatorManager', addresses.ValidatorManager, validatorManagerAbi)
    return named(
      manager('getStatus', validator),
      manager('inJail', validator),
      manager('jailExpiresAt', validator),
      manager('nextValidator')
    )
  },
  stake({ addresses, validator }) {
    const assets = readOf('AssetManager', addresses.AssetManager, assetManagerAbi)
    return named(
      assets('totalValidatorKro', validator),
      assets('totalValidatorKroBonded', validator),
      assets('getWithdrawAccount', validator),
      assets('canWithdrawAt', validator)
    )
  },
  commission({ addresses, validator }) {
    const manager = readOf('ValidatorManager', addresses.ValidatorManager, validatorManagerAbi)
    return named(
      manager('getCommissionRate', validator),
      manager('getPendingCommissionRate', validator),
      manager('canFinalizeCommissionChangeAt', validator)
    )
  },
  wallet({ addresses, validator }) {
    const token = readOf('GovernanceToken', addresses.GovernanceToken, governanceTokenAbi)
    return named(token('balanceOf', validator), token('allowance', validator, addresses.AssetManager))
  },
  v1({ addresses, validator }) {
    const pool = readOf('ValidatorPool', addresses.ValidatorPool, validatorPoolAbi)
    return named(pool('balanceOf', validator))
  }
}

/** The contract reads that an act depends on, by their names. */
export const factReads = (wanted: readonly FactGroup[], about: About): Reads =>
  Object.assign({}, ...wanted.map((group) => groups[group](about)))

/** A value as two sources can be compared and told of. */
export const factText = (value: unknown): string =>
  JSON.stringify(value, (_, v) => (typeof v === 'bigint' ? v.toString() : typeof v === 'string' ? v.toLowerCase() : v))
