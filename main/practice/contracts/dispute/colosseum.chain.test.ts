import { type Abi, type Hex, keccak256, maxUint256, parseEther, stringToHex, toFunctionSelector, zeroHash } from 'viem'
import { generatePrivateKey, type PrivateKeyAccount, privateKeyToAccount } from 'viem/accounts'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { colosseumAbi } from '../../../../shared/contracts/abi/colosseum.ts'
import { governanceTokenAbi } from '../../../../shared/contracts/abi/governance-token.ts'
import { l2OutputOracleAbi } from '../../../../shared/contracts/abi/l2-output-oracle.ts'
import { securityCouncilAbi } from '../../../../shared/contracts/abi/security-council.ts'
import { validatorManagerAbi } from '../../../../shared/contracts/abi/validator-manager.ts'
import { type Deployment, deployContracts } from '../../deploy.ts'
import { practiceParams } from '../../params.ts'
import { signZkVmProof, zkVmPublicValues } from '../../prover-signature.ts'
import { TestNode } from './test-node.ts'

// Whole games on contracts as the practice network has them, played by two sides that know nothing but their own roots.

const READY_TO_PROVE = 5
const invalidProof = toFunctionSelector('InvalidProof()')
const proverKey = generatePrivateKey()
const deployerKey = generatePrivateKey()
const [asserter, challenger, vault] = [newAccount(), newAccount(), newAccount()]
const params = { ...practiceParams, bisectionTimeout: 600, provingTimeout: 1_200, creationPeriod: 7_200 }

let node: TestNode
let chain: Deployment

beforeAll(async () => {
  node = await TestNode.start()
  for (const { address } of [asserter, challenger, privateKeyToAccount(deployerKey)]) {
    await node.client.setBalance({ address, value: parseEther('1000') })
  }
})

afterAll(() => node.stop())

describe.each([
  { submissionInterval: 40, segmentsLengths: [6, 3, 3, 3], firstWrong: [1, 23, 40] },
  { submissionInterval: 4, segmentsLengths: [3, 3], firstWrong: [1, 2, 3, 4] },
  { submissionInterval: 16, segmentsLengths: [2, 5, 3, 3], firstWrong: [1, 9, 16] },
  { submissionInterval: 1_800, segmentsLengths: [9, 6, 10, 6], firstWrong: [777] }
])('a game over $submissionInterval blocks in turns of $segmentsLengths', ({ firstWrong, ...shape }) => {
  beforeAll(async () => {
    await deployWith(shape)
    await register(asserter)
    await register(challenger)
    const timestamp = (await read('oracle', 'nextOutputMinL2Timestamp')) as bigint
    await node.client.setNextBlockTimestamp({ timestamp })
    await node.client.mine({ blocks: 1 })
  })

  let snapshot: Hex
  beforeEach(async () => {
    snapshot = await node.client.snapshot()
  })
  afterEach(() => node.client.revert({ id: snapshot }))

  it.each(firstWrong)(
    'finds the first wrong block, %i, and deletes the output by a proof of it alone',
    async (wrong) => {
      const claimed = (block: bigint) => (block < wrong ? rootOf(block) : keccak256(stringToHex(`wrong ${block}`)))
      const last = BigInt(shape.submissionInterval)
      await send(asserter, 'oracle', 'submitL2Output', [claimed(last), last, zeroHash, 0n])
      const { turns, found } = await play(shape.segmentsLengths, claimed)
      expect(found.segStart + BigInt(found.pos) + 1n).toBe(BigInt(wrong))
      expect(turns).toBeLessThanOrEqual(shape.segmentsLengths.length)

      const step = { sourceOutputRoot: rootOf(BigInt(wrong) - 1n), destinationOutputRoot: rootOf(BigInt(wrong)) }
      const right = await proofOf({ ...step, l1Head: found.l1Head })
      const other = await proofOf({ ...step, destinationOutputRoot: rootOf(0n), l1Head: found.l1Head })
      await expect(tryProof(found.pos, { ...right, proofBytes: other.proofBytes })).rejects.toThrow(invalidProof)
      await prove(found.pos, right)

      const output = await read('oracle', 'getL2Output', [1n])
      expect(output).toMatchObject({ outputRoot: zeroHash, submitter: challenger.address })
      expect(await read('colosseum', 'deletedOutputs', [1n])).toEqual(
        expect.arrayContaining([asserter.address, claimed(last)])
      )
      expect(await read('council', 'transactionCount')).toBe(1n)
      expect(await read('manager', 'inJail', [asserter.address])).toBe(true)
    }
  )
})

/** Both sides answer in turn until only single blocks are left. */
async function play(lengths: readonly number[], claimed: (block: bigint) => Hex) {
  let game = { segStart: 0n, segSize: BigInt(lengths.reduce((product, length) => product * (length - 1), 1)) }
  const opening = cut(game, lengths[0], rootOf)
  await send(challenger, 'colosseum', 'createChallenge', [1n, zeroHash, 0n, opening])
  for (let turn = 1; ; turn += 1) {
    const stored = await challenge()
    expect(stored).toMatchObject({ turn, ...game })
    const status = await read('colosseum', 'getStatus', [1n, challenger.address])
    const own = status === READY_TO_PROVE || turn % 2 === 0 ? rootOf : claimed
    const part = stored.segSize / BigInt(stored.segments.length - 1)
    const pos = stored.segments.findLastIndex((root, i) => root === own(stored.segStart + BigInt(i) * part))
    if (status === READY_TO_PROVE) return { turns: turn, found: { ...stored, pos } }
    game = { segStart: stored.segStart + BigInt(pos) * part, segSize: part }
    const mover = turn % 2 === 0 ? challenger : asserter
    await send(mover, 'colosseum', 'bisect', [1n, challenger.address, BigInt(pos), cut(game, lengths[turn], own)])
  }
}

function cut(range: { segStart: bigint; segSize: bigint }, length: number | undefined, root: (block: bigint) => Hex) {
  if (length === undefined) throw new Error('a turn too many')
  const part = range.segSize / BigInt(length - 1)
  return Array.from({ length }, (_, index) => root(range.segStart + BigInt(index) * part))
}

function rootOf(block: bigint): Hex {
  return keccak256(stringToHex(`right ${block}`))
}

async function proofOf(step: Parameters<typeof zkVmPublicValues>[0]) {
  const publicValues = zkVmPublicValues(step)
  const proofBytes = await signZkVmProof({ proverKey, programVKey: chain.vkey, publicValues })
  return { zkVmProgramVKey: chain.vkey, publicValues, proofBytes }
}

function tryProof(pos: number, proof: Awaited<ReturnType<typeof proofOf>>) {
  const args = [1n, BigInt(pos), proof]
  return node.client.simulateContract({
    ...contract('colosseum'),
    functionName: 'proveFaultWithZkVm',
    args,
    account: challenger
  })
}

function prove(pos: number, proof: Awaited<ReturnType<typeof proofOf>>) {
  return send(challenger, 'colosseum', 'proveFaultWithZkVm', [1n, BigInt(pos), proof])
}

type Game = { turn: number; segments: readonly Hex[]; segSize: bigint; segStart: bigint; l1Head: Hex }

async function challenge(): Promise<Game> {
  return (await read('colosseum', 'getChallenge', [1n, challenger.address])) as Game
}

async function deployWith(shape: { submissionInterval: number; segmentsLengths: number[] }): Promise<void> {
  const { timestamp } = await node.client.getBlock()
  chain = await deployContracts({
    rpcUrl: node.url,
    deployerPrivateKey: deployerKey,
    params: { ...params, ...shape },
    startingTimestampSec: Number(timestamp),
    genesisOutputRoot: rootOf(0n),
    trustedValidator: asserter.address,
    rewardVault: vault.address,
    councilMembers: [vault.address],
    verifiers: { kind: 'signed', prover: privateKeyToAccount(proverKey).address },
    kroGrants: [asserter, challenger].map(({ address }) => ({ to: address, amountWei: parseEther('100000') }))
  })
}

async function register(account: PrivateKeyAccount): Promise<void> {
  await send(account, 'kro', 'approve', [chain.addresses.AssetManager, maxUint256])
  await send(account, 'manager', 'registerValidator', [parseEther('20000'), 5, vault.address])
}

type Name = 'oracle' | 'colosseum' | 'council' | 'manager' | 'kro'

function contract(name: Name): { address: Hex; abi: Abi } {
  const { addresses } = chain
  const contracts = {
    oracle: { address: addresses.L2OutputOracle, abi: l2OutputOracleAbi },
    colosseum: { address: addresses.Colosseum, abi: colosseumAbi },
    council: { address: addresses.SecurityCouncil, abi: securityCouncilAbi },
    manager: { address: addresses.ValidatorManager, abi: validatorManagerAbi },
    kro: { address: addresses.GovernanceToken, abi: governanceTokenAbi }
  }
  return contracts[name]
}

function read(name: Name, functionName: string, args: readonly unknown[] = []): Promise<unknown> {
  return node.client.readContract({ ...contract(name), functionName, args })
}

async function send(account: PrivateKeyAccount, name: Name, functionName: string, args: readonly unknown[]) {
  // Not estimated: the draw inside a submission depends on the block that takes it, and so does its gas.
  const request = { ...contract(name), functionName, args, account, chain: null, gas: 3_000_000n }
  const hash = await node.client.writeContract(request)
  const { status } = await node.client.waitForTransactionReceipt({ hash })
  if (status !== 'success') throw new Error(`${functionName} reverted`)
}

function newAccount(): PrivateKeyAccount {
  return privateKeyToAccount(generatePrivateKey())
}
