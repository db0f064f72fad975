import type { Abi } from 'viem'
import { assetManagerAbi } from '../../../shared/contracts/abi/asset-manager.ts'
import { colosseumAbi } from '../../../shared/contracts/abi/colosseum.ts'
import { governanceTokenAbi } from '../../../shared/contracts/abi/governance-token.ts'
import { l2OutputOracleAbi } from '../../../shared/contracts/abi/l2-output-oracle.ts'
import { securityCouncilAbi } from '../../../shared/contracts/abi/security-council.ts'
import { validatorManagerAbi } from '../../../shared/contracts/abi/validator-manager.ts'
import { validatorPoolAbi } from '../../../shared/contracts/abi/validator-pool.ts'
import { zkProofVerifierAbi } from '../../../shared/contracts/abi/zk-proof-verifier.ts'

const abis: readonly Abi[] = [
  assetManagerAbi,
  colosseumAbi,
  governanceTokenAbi,
  l2OutputOracleAbi,
  securityCouncilAbi,
  validatorManagerAbi,
  validatorPoolAbi,
  zkProofVerifierAbi
]

/** The custom errors of all contracts of the protocol. An error declared by several contracts has one selector and decodes alike. */
export const contractErrors: Abi = abis.flat().filter((item) => item.type === 'error')
