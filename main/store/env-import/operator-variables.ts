import type { EnvPurpose } from '../../../shared/domain/env-import.ts'

export type EnvVariable = {
  purpose: EnvPurpose
  /** Both generations of names, the guide's first. */
  names: readonly string[]
  /** Never shown, not even in part. */
  secret: boolean
  /** A URL that may hold a key: shown as its origin. */
  url: boolean
}

const validator = (name: string): string => `KROMA_VALIDATOR__${name}`
const proxy = (name: string): string => `KROMA_PROVER_PROXY__${name}`
const plain = (purpose: EnvPurpose, ...names: string[]): EnvVariable => ({ purpose, names, secret: false, url: false })
const secret = (purpose: EnvPurpose, ...names: string[]): EnvVariable => ({ purpose, names, secret: true, url: false })
const url = (purpose: EnvPurpose, ...names: string[]): EnvVariable => ({ purpose, names, secret: false, url: true })

export const operatorVariables: readonly EnvVariable[] = [
  secret('privateKey', 'VALIDATOR_PRIVATE_KEY', validator('PRIVATE_KEY')),
  secret('mnemonic', 'VALIDATOR_MNEMONIC', validator('MNEMONIC')),
  plain('hdPath', 'VALIDATOR_HD_PATH', validator('HD_PATH')),
  plain('submitter', validator('OUTPUT_SUBMITTER_ENABLED')),
  plain('challenger', validator('CHALLENGER_ENABLED')),
  plain('publicRound', validator('ALLOW_PUBLIC_ROUND')),
  plain('guardian', validator('GUARDIAN_ENABLED')),
  url('zkEvmProver', validator('PROVER_RPC'), validator('ZKEVM_PROVER_PROXY_RPC')),
  url('zkVmProver', validator('ZKVM_PROVER_PROXY_RPC')),
  url('zkVmWitness', validator('ZKVM_WITNESS_GENERATOR_RPC')),
  url('validatorL1', validator('L1_RPC_ENDPOINT')),
  url('nodeL1', 'KROMA_NODE__L1_RPC_ENDPOINT'),
  url('beacon', 'KROMA_NODE__L1_BEACON_ENDPOINT'),
  plain('network', 'NETWORK_NAME'),
  plain('awsRegion', proxy('AWS_REGION')),
  secret('awsAccessKeyId', proxy('AWS_ACCESS_KEY_ID')),
  secret('awsSecretAccessKey', proxy('AWS_SECRET_ACCESS_KEY')),
  plain('proverInstanceId', proxy('PROVER_INSTANCE_ID')),
  plain('proverAddressType', proxy('PROVER_ADDRESS_TYPE')),
  plain('proverUrlSchema', proxy('PROVER_URL_SCHEMA')),
  plain('proverRpcPort', proxy('PROVER_RPC_PORT')),
  plain('proverBaseDir', proxy('PROVER_BASE_DIR'))
]

export const variableOf = (name: string): EnvVariable | null =>
  operatorVariables.find(({ names }) => names.includes(name)) ?? null

/** Names under which a secret may hide although we do not know the variable. */
export const soundsSecret = (name: string): boolean =>
  /key|secret|token|password|passphrase|mnemonic|seed|credential|auth/i.test(name)
