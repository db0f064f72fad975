import {
  type Address,
  createPublicClient,
  encodeDeployData,
  encodeFunctionData,
  getContractAddress,
  type Hex,
  http,
  type PublicClient,
  size,
  type TransactionReceipt
} from 'viem'
import { type PrivateKeyAccount, privateKeyToAccount } from 'viem/accounts'
import { AppError } from '../../shared/errors.ts'
import { systemClock } from '../engine/runtime/clock.ts'
import { artifactOf, loadArtifacts } from './artifacts.ts'
import type { Artifacts } from './compile.ts'
import {
  type Addresses,
  type ContractName,
  contractNames,
  type DeploymentSettings,
  defaultProgramVKey,
  planCalls,
  planCreations
} from './deployment-plan.ts'

export interface DeployOptions extends DeploymentSettings {
  rpcUrl: string
  /** Needs ETH; becomes the owner of KRO (so it can mint) and the minter of KGH. */
  deployerPrivateKey: Hex
  artifacts?: Artifacts
  /** Called after the sending, until everything is mined: for a node that mines only when told to. */
  mineBlock?: () => Promise<void>
  signal?: AbortSignal
}

export interface Deployment {
  addresses: Addresses
  /** The zkVM program key that ZKProofVerifier accepts. */
  vkey: Hex
  /** L1 block in which the first contract was created: from where logs are worth reading. */
  fromBlock: bigint
}

interface Transaction {
  what: string
  to?: Address
  data: Hex
  value: bigint
  gas: bigint
}

const requestTimeoutMs = 10_000
const pollMs = 100
const maxPolls = 300

/** Deploys the whole practice protocol with one account, all transactions sent at once with consecutive nonces. Output 0 (the genesis root, submitter: the trusted validator) is final and paid; V2 rules from output 1 on. Throws AppError DEPLOYMENT_FAILED. */
export async function deployContracts(options: DeployOptions): Promise<Deployment> {
  const artifacts = options.artifacts ?? (await loadArtifacts())
  const account = privateKeyToAccount(options.deployerPrivateKey)
  const transport = http(options.rpcUrl, { timeout: requestTimeoutMs, retryCount: 2 })
  const client = createPublicClient({ transport, cacheTime: 0 })
  try {
    const nonce = await client.getTransactionCount({ address: account.address, blockTag: 'pending' })
    const addresses = addressesFrom(account.address, nonce)
    const transactions = plannedTransactions({ options, artifacts, addresses, deployer: account.address })
    const hashes = await sendAll({ client, account, nonce, transactions })
    const receipts = await waitForAll({ client, hashes, options })
    const failed = receipts.findIndex((receipt) => receipt.status !== 'success')
    if (failed >= 0) throw new Error(`${transactions[failed]?.what} reverted`)
    return { addresses, vkey: options.programVKey ?? defaultProgramVKey, fromBlock: receipts[0]?.blockNumber ?? 0n }
  } catch (cause) {
    if (cause instanceof AppError) throw cause
    throw new AppError({ code: 'DEPLOYMENT_FAILED', reason: reasonOf(cause) }, { cause })
  }
}

function addressesFrom(from: Address, nonce: number): Addresses {
  const pairs = contractNames.map((name, i) => [name, getContractAddress({ from, nonce: BigInt(nonce + i) })] as const)
  return Object.fromEntries(pairs) as Addresses
}

function plannedTransactions(input: {
  options: DeployOptions
  artifacts: Artifacts
  addresses: Addresses
  deployer: Address
}): Transaction[] {
  const { options, artifacts, addresses, deployer } = input
  const creations = planCreations(options, addresses, deployer)
  const artifactNames = new Map<ContractName, string>(creations.map(({ name, artifact }) => [name, artifact]))
  const creating = creations.map(({ name, artifact, args, valueWei = 0n }): Transaction => {
    const { abi, bytecode, deployedBytecode } = artifactOf(artifacts, artifact)
    const data = encodeDeployData({ abi, bytecode, args: [...args] })
    return { what: `creation of ${name}`, data, value: valueWei, gas: creationGas(data, deployedBytecode) }
  })
  const calling = planCalls(options).map(({ to, functionName, args }): Transaction => {
    const { abi } = artifactOf(artifacts, artifactNames.get(to) ?? to)
    const data = encodeFunctionData({ abi, functionName, args: [...args] })
    return { what: `${to}.${functionName}`, to: addresses[to], data, value: 0n, gas: 2_000_000n }
  })
  return [...creating, ...calling]
}

// Not estimated: constructors read nothing that is not there yet, but an estimate would wait for the blocks before.
function creationGas(initCode: Hex, deployedBytecode: Hex): bigint {
  return 600_000n + 20n * BigInt(size(initCode)) + 200n * BigInt(size(deployedBytecode))
}

async function sendAll(input: {
  client: PublicClient
  account: PrivateKeyAccount
  nonce: number
  transactions: readonly Transaction[]
}): Promise<Hex[]> {
  const { client, account, transactions } = input
  const [chainId, gasPriceNow] = await Promise.all([client.getChainId(), client.getGasPrice()])
  const gasPrice = gasPriceNow * 4n
  const hashes: Hex[] = []
  for (const [i, { to, data, value, gas }] of transactions.entries()) {
    const fields = { type: 'legacy', chainId, nonce: input.nonce + i, gasPrice, gas, value, data } as const
    const serializedTransaction = await account.signTransaction(to === undefined ? fields : { ...fields, to })
    hashes.push(await client.sendRawTransaction({ serializedTransaction }))
  }
  return hashes
}

async function waitForAll(input: {
  client: PublicClient
  hashes: readonly Hex[]
  options: DeployOptions
}): Promise<TransactionReceipt[]> {
  const { client, hashes, options } = input
  const signal = options.signal ?? new AbortController().signal
  const last = hashes.at(-1)
  for (let poll = 0; last !== undefined && poll < maxPolls; poll++) {
    await options.mineBlock?.()
    const mined = await client.getTransactionReceipt({ hash: last }).catch(() => undefined)
    if (mined) return Promise.all(hashes.map((hash) => client.getTransactionReceipt({ hash })))
    await systemClock.sleep(pollMs, signal)
  }
  throw new Error('the node did not mine the deployment')
}

// viem's long messages carry the whole request, URL included.
function reasonOf(cause: unknown): string {
  if (cause instanceof Error && 'shortMessage' in cause) return String(cause.shortMessage)
  return cause instanceof Error ? cause.message : 'unknown'
}
