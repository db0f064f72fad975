import { type Address, type Hex, keccak256, stringToHex, zeroAddress } from 'viem'
import type { ProtocolParams } from './params.ts'

/** Which proofs the chain accepts: marks for the vectors, or signatures of the practice prover. */
export type Verifiers = { kind: 'stub' } | { kind: 'signed'; prover: Address }

export interface DeploymentSettings {
  params: ProtocolParams
  /** L2 time of block `startingBlockNumber`; not later than the L1 blocks that deploy. */
  startingTimestampSec: number
  genesisOutputRoot: Hex
  trustedValidator: Address
  /** Pays the rewards: it must hold KRO and have approved the AssetManager. */
  rewardVault: Address
  /** One vote each. */
  councilMembers: readonly Address[]
  /** Votes that execute a council transaction; more than half when left out. */
  councilQuorum?: number
  verifiers: Verifiers
  programVKey?: Hex
  kroGrants?: readonly { to: Address; amountWei: bigint }[]
  kghGrants?: readonly { to: Address; firstId: number; count: number }[]
  /** What the trusted validator still has in the V1 pool. */
  v1BalanceWei?: bigint
}

export const contractNames = [
  'GovernanceToken',
  'KGH',
  'ZkVerifier',
  'ZkMerkleTrie',
  'Sp1Verifier',
  'ZKProofVerifier',
  'CouncilGovernor',
  'SecurityCouncil',
  'ValidatorPool',
  'AssetManager',
  'ValidatorManager',
  'L2OutputOracle',
  'Colosseum'
] as const

export type ContractName = (typeof contractNames)[number]
export type Addresses = Record<ContractName, Address>

export interface Creation {
  name: ContractName
  artifact: string
  args: readonly unknown[]
  valueWei?: bigint
}

export interface Call {
  to: ContractName
  functionName: string
  args: readonly unknown[]
}

export const defaultProgramVKey: Hex = keccak256(stringToHex('kroma practice zkVM program'))

const v1RequiredBondWei = 200_000_000_000_000_000n
const artifactsOfVerifiers = {
  stub: { zk: 'StubZkVerifier', trie: 'StubAccountTrie', sp1: 'StubSp1Verifier' },
  signed: { zk: 'SignedZkVerifier', trie: 'MptAccountTrie', sp1: 'SignedSp1Verifier' }
} as const

/** The creations in the order of `contractNames`: the contracts name each other in their constructors, so `at` holds the addresses that this very order will give them. */
export function planCreations(settings: DeploymentSettings, at: Addresses, deployer: Address): Creation[] {
  return [
    { name: 'GovernanceToken', artifact: 'GovernanceToken', args: [deployer, zeroAddress, deployer] },
    { name: 'KGH', artifact: 'KGH', args: [deployer] },
    ...verifierCreations(settings, at),
    ...councilCreations(settings, at),
    ...validatorCreations(settings, at, deployer),
    { name: 'L2OutputOracle', artifact: 'L2OutputOracle', args: [oracleConfig(settings, at)] },
    { name: 'Colosseum', artifact: 'Colosseum', args: colosseumArgs(settings.params, at) }
  ]
}

/** The calls that follow the creations. */
export function planCalls(settings: DeploymentSettings): Call[] {
  const kro = (settings.kroGrants ?? []).map(
    ({ to, amountWei }): Call => ({ to: 'GovernanceToken', functionName: 'mint', args: [to, amountWei] })
  )
  const kgh = (settings.kghGrants ?? []).map(
    ({ to, firstId, count }): Call => ({ to: 'KGH', functionName: 'mint', args: [to, firstId, count] })
  )
  return [{ to: 'Colosseum', functionName: 'initialize', args: [settings.params.segmentsLengths] }, ...kro, ...kgh]
}

function verifierCreations({ verifiers, params, programVKey }: DeploymentSettings, at: Addresses): Creation[] {
  const artifacts = artifactsOfVerifiers[verifiers.kind]
  const args = verifiers.kind === 'signed' ? [verifiers.prover] : []
  const vkey = programVKey ?? defaultProgramVKey
  return [
    { name: 'ZkVerifier', artifact: artifacts.zk, args },
    { name: 'ZkMerkleTrie', artifact: artifacts.trie, args: [] },
    { name: 'Sp1Verifier', artifact: artifacts.sp1, args },
    {
      name: 'ZKProofVerifier',
      artifact: 'ZKProofVerifier',
      args: [at.ZkVerifier, params.dummyHash, params.maxTxs, at.ZkMerkleTrie, at.Sp1Verifier, vkey]
    }
  ]
}

function councilCreations({ councilMembers, councilQuorum }: DeploymentSettings, at: Addresses): Creation[] {
  const count = councilMembers.length
  const quorum = councilQuorum ?? Math.floor(count / 2) + 1
  const governorArgs = [councilMembers, councilMembers.map(() => 1), quorum, count]
  return [
    { name: 'CouncilGovernor', artifact: 'CouncilGovernor', args: governorArgs },
    { name: 'SecurityCouncil', artifact: 'SecurityCouncil', args: [at.Colosseum, at.CouncilGovernor] }
  ]
}

function validatorCreations(settings: DeploymentSettings, at: Addresses, deployer: Address): Creation[] {
  const { params, trustedValidator, rewardVault, v1BalanceWei = 0n } = settings
  const pool = {
    l2Oracle: at.L2OutputOracle,
    portal: deployer,
    securityCouncil: at.SecurityCouncil,
    trustedValidator,
    requiredBondAmount: v1RequiredBondWei,
    maxUnbond: 10,
    roundDuration: params.roundDuration,
    terminateOutputIndex: 0
  }
  const assets = {
    assetToken: at.GovernanceToken,
    kgh: at.KGH,
    securityCouncil: at.SecurityCouncil,
    validatorRewardVault: rewardVault,
    validatorManager: at.ValidatorManager,
    minDelegationPeriod: params.minDelegationPeriod,
    bondAmount: params.bondAmount
  }
  return [
    { name: 'ValidatorPool', artifact: 'ValidatorPool', args: [pool], valueWei: v1BalanceWei },
    { name: 'AssetManager', artifact: 'AssetManager', args: [assets] },
    { name: 'ValidatorManager', artifact: 'ValidatorManager', args: [managerConfig(settings, at)] }
  ]
}

function managerConfig({ params, trustedValidator }: DeploymentSettings, at: Addresses) {
  return {
    l2Oracle: at.L2OutputOracle,
    assetManager: at.AssetManager,
    trustedValidator,
    commissionChangeDelaySeconds: params.commissionChangeDelay,
    roundDurationSeconds: params.roundDuration,
    softJailPeriodSeconds: params.softJail,
    hardJailPeriodSeconds: params.hardJail,
    jailThreshold: params.jailThreshold,
    maxOutputFinalizations: params.maxOutputFinalizations,
    baseReward: params.baseReward,
    minRegisterAmount: params.minRegisterAmount,
    minActivateAmount: params.minActivateAmount,
    mptFirstOutputIndex: params.mptFirstOutputIndex
  }
}

function oracleConfig(settings: DeploymentSettings, at: Addresses) {
  const { params } = settings
  return {
    validatorPool: at.ValidatorPool,
    validatorManager: at.ValidatorManager,
    colosseum: at.Colosseum,
    submissionInterval: params.submissionInterval,
    l2BlockTime: params.l2BlockTime,
    finalizationPeriodSeconds: params.finalizationPeriod,
    startingBlockNumber: params.startingBlockNumber,
    startingTimestamp: settings.startingTimestampSec,
    genesisOutputRoot: settings.genesisOutputRoot,
    genesisSubmitter: settings.trustedValidator
  }
}

function colosseumArgs(params: ProtocolParams, at: Addresses): readonly unknown[] {
  const { submissionInterval, creationPeriod, bisectionTimeout, provingTimeout } = params
  const periods = [submissionInterval, creationPeriod, bisectionTimeout, provingTimeout]
  return [at.L2OutputOracle, at.ZKProofVerifier, at.SecurityCouncil, ...periods]
}
