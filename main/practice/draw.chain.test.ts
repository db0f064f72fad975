import { type Abi, type Address, encodeFunctionData, type Hex, keccak256, maxUint256, stringToHex, toHex } from 'viem'
import { privateKeyToAccount } from 'viem/accounts'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { type Anvil, startAnvil } from './anvil.ts'
import { artifactOf, loadArtifacts } from './artifacts.ts'
import type { Artifacts } from './compile.ts'
import { type Deployment, deployContracts } from './deploy.ts'
import type { ContractName } from './deployment-plan.ts'
import { practiceParams } from './params.ts'

const kroWei = 10n ** 18n
const chainId = 31_337
const startSec = 1_800_000_000
const keyOf = (name: string): Hex => keccak256(stringToHex(`draw ${name}`))
const addressOf = (name: string): Address => privateKeyToAccount(keyOf(name)).address
// Weights in thousands of KRO. The first is the trusted validator, which makes the first submission.
const weights = { w10: 10n, w20: 20n, w30: 30n, w40: 40n }
const names = Object.keys(weights) as (keyof typeof weights)[]
// Small rewards and bonds, so that the weights stay what they are and everybody can go on submitting.
const params = { ...practiceParams, baseReward: 1n, bondAmount: kroWei }
const draws = 400

let anvil: Anvil
let artifacts: Artifacts
let deployment: Deployment

beforeAll(async () => {
  anvil = await startAnvil({ chainId, timestampSec: startSec, extraArgs: ['--gas-limit', '100000000'] })
  artifacts = await loadArtifacts()
  for (const name of ['deployer', 'vault', ...names]) {
    await anvil.rpc('anvil_setBalance', [addressOf(name), toHex(10n ** 24n)])
  }
  deployment = await deployContracts({
    rpcUrl: anvil.httpUrl,
    deployerPrivateKey: keyOf('deployer'),
    artifacts,
    params,
    startingTimestampSec: startSec,
    genesisOutputRoot: keccak256('0x01'),
    trustedValidator: addressOf('w10'),
    rewardVault: addressOf('vault'),
    councilMembers: [addressOf('deployer')],
    verifiers: { kind: 'stub' },
    kroGrants: ['vault', ...names].map((name) => ({ to: addressOf(name), amountWei: 100_000n * kroWei })),
    mineBlock: () => anvil.rpc('evm_mine')
  })
  const { AssetManager } = deployment.addresses
  for (const name of ['vault', ...names]) await send(name, 'GovernanceToken', 'approve', [AssetManager, maxUint256])
  for (const name of names) {
    await send(name, 'ValidatorManager', 'registerValidator', [weights[name] * 1000n * kroWei, 0, addressOf(name)])
  }
})
afterAll(() => anvil?.stop())

it('draws each validator as often as its weight says', { timeout: 120_000 }, async () => {
  const nameOf = new Map(names.map((name) => [addressOf(name).toLowerCase(), name]))
  const counts = new Map<string, number>(names.map((name) => [name, 0]))
  let next: keyof typeof weights = 'w10'
  for (let index = 1; index <= draws; index++) {
    const blockNumber = index * params.submissionInterval
    await anvil.rpc('evm_setNextBlockTimestamp', [startSec + blockNumber + 1])
    const zero = `0x${'00'.repeat(32)}`
    await send(next, 'L2OutputOracle', 'submitL2Output', [keccak256(toHex(index)), BigInt(blockNumber), zero, 0n])
    const word = await anvil.rpc<Hex>('eth_getStorageAt', [deployment.addresses.ValidatorManager, '0x0', 'latest'])
    const drawn = nameOf.get(`0x${word.slice(-40)}`)
    if (drawn === undefined) throw new Error(`output ${index}: nobody we know was drawn: ${word}`)
    counts.set(drawn, (counts.get(drawn) ?? 0) + 1)
    next = drawn
  }
  // Chi-squared with three degrees of freedom: above 30 once in a million runs.
  const terms = names.map((name) => {
    const expected = (draws * Number(weights[name])) / 100
    return ((counts.get(name) ?? 0) - expected) ** 2 / expected
  })
  expect(terms.reduce((sum, term) => sum + term, 0)).toBeLessThan(30)
})

async function send(from: string, name: ContractName, functionName: string, args: readonly unknown[]): Promise<void> {
  const account = privateKeyToAccount(keyOf(from))
  const { abi }: { abi: Abi } = artifactOf(artifacts, name)
  const nonce = Number(await anvil.rpc<Hex>('eth_getTransactionCount', [account.address, 'pending']))
  const signed = await account.signTransaction({
    type: 'legacy',
    chainId,
    nonce,
    gas: 3_000_000n,
    gasPrice: 10n ** 10n,
    to: deployment.addresses[name],
    data: encodeFunctionData({ abi, functionName, args: [...args] })
  })
  const hash = await anvil.rpc<Hex>('eth_sendRawTransaction', [signed])
  await anvil.rpc('evm_mine')
  const receipt = await anvil.rpc<{ status: Hex }>('eth_getTransactionReceipt', [hash])
  if (receipt.status !== '0x1') throw new Error(`${from}: ${name}.${functionName} reverted`)
}
