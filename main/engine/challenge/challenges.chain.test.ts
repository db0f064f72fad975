import { type Abi, type Hex, keccak256, maxUint256, parseEther, stringToHex, zeroHash } from 'viem'
import { generatePrivateKey, type PrivateKeyAccount, privateKeyToAccount } from 'viem/accounts'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { assetManagerAbi } from '../../../shared/contracts/abi/asset-manager.ts'
import { colosseumAbi } from '../../../shared/contracts/abi/colosseum.ts'
import { governanceTokenAbi } from '../../../shared/contracts/abi/governance-token.ts'
import { l2OutputOracleAbi } from '../../../shared/contracts/abi/l2-output-oracle.ts'
import { securityCouncilAbi } from '../../../shared/contracts/abi/security-council.ts'
import { validatorManagerAbi } from '../../../shared/contracts/abi/validator-manager.ts'
import type { EngineEvent } from '../../../shared/domain/engine-event.ts'
import { TestNode } from '../../practice/contracts/dispute/test-node.ts'
import { type Deployment, deployContracts } from '../../practice/deploy.ts'
import { createMemoryJournal } from '../../practice/memory-journal.ts'
import { practiceParams } from '../../practice/params.ts'
import { signZkVmProof, zkVmPublicValues } from '../../practice/prover-signature.ts'
import { type History, openHistory } from '../../store/history.ts'
import { createHeadTracker } from '../chain/head-tracker.ts'
import { createLogFeed } from '../chain/log-feed.ts'
import { type ProtocolConstants, readProtocolConstants } from '../chain/protocol-constants.ts'
import { createRpcPool } from '../chain/rpc-pool.ts'
import type { OutputAtBlock } from '../chain/types.ts'
import type { JournalPort, Logger, Signer } from '../ports.ts'
import { systemClock } from '../runtime/clock.ts'
import { together } from '../runtime/together.ts'
import { createRpcTxChain } from '../tx/rpc-tx-chain.ts'
import { createTxQueue } from '../tx/tx-queue.ts'
import type { TxQueue } from '../tx/types.ts'
import { createChallengeBook } from './challenge-book.ts'
import { challengePolicy } from './challenge-policy.ts'
import { connectChallenges } from './connect-challenges.ts'
import { createChallengeLoader } from './load.ts'
import { type ChallengeMonitor, createChallengeMonitor } from './monitor.ts'
import type { Prover } from './proof-port.ts'
import { createRootSource } from './root-source.ts'

// The engine's disputes on the practice contracts: real queue, pool, feed and journal; only the L2 is a function.

const clock = systemClock
const proverKey = generatePrivateKey()
const deployerKey = generatePrivateKey()
const people = {
  asserter: newAccount(),
  one: newAccount(),
  two: newAccount(),
  three: newAccount(),
  vault: newAccount()
}
const params = {
  ...practiceParams,
  bisectionTimeout: 600,
  provingTimeout: 1_200,
  creationPeriod: 7_200,
  finalizationPeriod: 20_000
}
const silent: Logger = { debug: () => {}, info: () => {}, warn: () => {}, error: () => {} }

type RootOf = (block: bigint) => Hex
const right: RootOf = (block) => keccak256(stringToHex(`right ${block}`))
const wrongFrom =
  (first: bigint): RootOf =>
  (block) =>
    block < first ? right(block) : keccak256(stringToHex(`wrong ${block}`))

let node: TestNode
let chain: Deployment
let snapshot: Hex
const running: Validator[] = []

beforeAll(async () => {
  node = await TestNode.start()
  for (const { address } of [...Object.values(people), privateKeyToAccount(deployerKey)])
    await node.client.setBalance({ address, value: parseEther('1000') })
  const { timestamp } = await node.client.getBlock()
  chain = await deployContracts({
    rpcUrl: node.url,
    deployerPrivateKey: deployerKey,
    params,
    startingTimestampSec: Number(timestamp),
    genesisOutputRoot: right(0n),
    trustedValidator: people.asserter.address,
    rewardVault: people.vault.address,
    councilMembers: [people.vault.address],
    verifiers: { kind: 'signed', prover: privateKeyToAccount(proverKey).address },
    kroGrants: Object.values(people).map(({ address }) => ({ to: address, amountWei: parseEther('100000') }))
  })
  for (const account of [people.asserter, people.one, people.two, people.three]) {
    await send(account, 'kro', 'approve', [chain.addresses.AssetManager, maxUint256])
    await send(account, 'manager', 'registerValidator', [parseEther('20000'), 5, people.vault.address])
  }
  await warpTo((await read('oracle', 'nextOutputMinL2Timestamp')) as bigint)
})
beforeEach(async () => {
  snapshot = await node.client.snapshot()
})
afterEach(async () => {
  await Promise.all(running.splice(0).map((validator) => validator.stop()))
  await node.client.revert({ id: snapshot })
})
afterAll(() => node.stop())

describe('disputes on the practice contracts', () => {
  it('a challenger wins by proof against one who lies consistently, and both sides make every move once', async () => {
    await submitOutput(wrongFrom(23n))
    const liar = await validator(people.asserter, wrongFrom(23n))
    const honest = await validator(people.one, right)
    honest.monitor.onInvalidOutput(1n)
    await until(() => ended(honest, 'proven'))

    expect(await rootOf(1n)).toBe(zeroHash)
    expect(await read('manager', 'inJail', [people.asserter.address])).toBe(true)
    expect(honest.purposes()).toEqual(names(people.one, ['create-challenge', 'bisect:3', 'prove']))
    expect(liar.purposes()).toEqual(names(people.one, ['bisect:2', 'bisect:4']))
    const [row] = honest.monitor.rows()
    expect(row?.moves.map(({ what }) => what)).toEqual([
      'created',
      'bisected',
      'bisected',
      'bisected',
      'ready-to-prove',
      'proven'
    ])
    expect(row?.money).toMatchObject({ wonWei: parseEther('4000'), lostWei: 0n })
    await until(() => honest.history.challenges()[0]?.moves[3]?.segments.length === 3)
    expect(row?.moves.map(({ segSize }) => segSize)).toEqual([40n, 8n, 4n, 2n, 2n, 2n])
    expect(honest.heard('challenge.my-turn')).toHaveLength(2)
    expect(honest.heard('challenge.won')).toHaveLength(1)
    await until(() => ended(liar, 'proven'))
    expect(liar.heard('challenge.lost')).toHaveLength(1)
    expect(honest.proofs).toEqual([{ sourceBlock: 22n, targetBlock: 23n }])
  })

  it('a challenger whose asserter is silent proves the first block; a proof that fails on chain changes nothing', async () => {
    await submitOutput(wrongFrom(23n))
    const honest = await validator(people.one, right)
    honest.monitor.onInvalidOutput(1n)
    await until(() => honest.monitor.rows()[0]?.status === 'ASSERTER_TURN')
    honest.breakProofs(true)
    await warp(601)
    await until(() => honest.monitor.rows()[0]?.next?.rule === 'PROOF_FAILED')
    expect(honest.heard('challenge.alert')).toMatchObject([{ rule: 'PROOF_FAILED' }])
    expect(await rootOf(1n)).not.toBe(zeroHash)
    expect(honest.purposes()).toEqual(['create-challenge:1'])
    honest.breakProofs(false)
    await warp(30)
    await until(() => ended(honest, 'proven'))
    expect(await rootOf(1n)).toBe(zeroHash)
    expect(honest.proofs[0]).toEqual({ sourceBlock: 0n, targetBlock: 1n })
    expect(honest.heard('challenge.my-turn')).toHaveLength(1)
  })

  it('an asserter answers a malicious challenger, and closes the game when that one is late', async () => {
    await submitOutput(right)
    const honest = await validator(people.asserter, right)
    const malicious = await validator(people.one, wrongFrom(7n), { silentAt: /^bisect:.*:3$/ })
    malicious.monitor.onInvalidOutput(1n)
    await until(async () => (await status(1n, people.one)) === 1)
    await warp(601)
    await until(() => ended(honest, 'challenger-timed-out'))

    expect(await read('assets', 'totalValidatorKro', [people.one.address])).toBe(parseEther('15000'))
    expect(await rootOf(1n)).toBe(right(40n))
    expect(honest.purposes()).toEqual(names(people.one, ['bisect:2', 'challenger-timeout']))
    expect(honest.monitor.rows()[0]?.money).toMatchObject({ wonWei: parseEther('4000') })
  })

  it('three challenge at once: one proves, the others cancel and have their bonds back', async () => {
    await submitOutput(wrongFrom(40n))
    await validator(people.asserter, wrongFrom(40n))
    const all = await Promise.all([people.one, people.two, people.three].map((account) => validator(account, right)))
    for (const { monitor } of all) monitor.onInvalidOutput(1n)
    await until(() => all.every((one) => one.monitor.rows().filter(({ outcome }) => outcome !== null).length === 3))

    const outcomes = all.map((one) => one.monitor.rows().find(({ role }) => role === 'challenger')?.outcome)
    expect(outcomes.sort()).toEqual(['cancelled', 'cancelled', 'proven'])
    const bonded = await Promise.all(all.map((one) => read('assets', 'totalValidatorKroBonded', [one.address])))
    expect(bonded.map(Number).sort((a, b) => a - b)).toEqual([0, 0, 5e21])
    for (const one of all) expect(await read('manager', 'inJail', [one.address])).toBe(false)
  })

  it('a deletion by the council is answered with a cancellation; the game goes on after a kill without a second move', async () => {
    await submitOutput(wrongFrom(23n))
    const first = await validator(people.one, right)
    first.monitor.onInvalidOutput(1n)
    await until(() => first.monitor.rows()[0]?.status === 'ASSERTER_TURN')
    await first.stop()
    const again = await validator(people.one, right, { journal: first.journal })
    again.monitor.onInvalidOutput(1n)
    await until(() => again.monitor.rows()[0]?.next?.rule === 'THEIR_TURN')
    await send(people.vault, 'council', 'requestDeletion', [1n, false])
    await until(() => ended(again, 'cancelled'))

    expect(again.purposes()).toEqual(['cancel-challenge:1'])
    expect(await read('assets', 'totalValidatorKroBonded', [people.one.address])).toBe(0n)
    expect(again.heard('challenge.cancelled')).toHaveLength(1)
  })
})

type Validator = {
  address: Hex
  monitor: ChallengeMonitor
  history: History
  journal: JournalPort
  proofs: { sourceBlock: bigint; targetBlock: bigint }[]
  breakProofs: (yes: boolean) => void
  purposes: () => string[]
  heard: (type: EngineEvent['type']) => EngineEvent[]
  stop: () => Promise<void>
}

/** One validator's disputes, wired as the engine does it. */
async function validator(
  account: PrivateKeyAccount,
  root: RootOf,
  { journal = createMemoryJournal(), silentAt = null }: { journal?: JournalPort; silentAt?: RegExp | null } = {}
): Promise<Validator> {
  const { addresses } = chain
  const stopping = new AbortController()
  const { signal } = stopping
  const pool = createRpcPool({
    role: 'l1',
    urls: [node.url.replace('http', 'ws'), node.url],
    expectedChainId: 31337,
    clock,
    log: silent,
    defaultTimeoutMs: 5_000
  })
  const constants: ProtocolConstants = await readProtocolConstants({ pool, addresses })
  const heads = createHeadTracker({ pool, clock, log: silent, pollMs: 100 })
  const events: EngineEvent[] = []
  const emit = (event: EngineEvent) => void events.push(event)
  const queue = createTxQueue({
    chain: createRpcTxChain({ pool, account: account.address }),
    chainId: 31337,
    signer: signerOf(account),
    journal,
    clock,
    log: silent,
    policy: {
      maxFeePerGasCapWei: 10n ** 12n,
      minPriorityFeeWei: 1n,
      bumpPercent: 15n,
      resendAfterMs: 2_000,
      confirmations: 1
    },
    onEvent: emit,
    onHead: (listener) => heads.onHead(listener),
    pollMs: 200
  })
  await queue.reconcile(signal)
  const challenges = connectChallenges({ pool, clock, addresses, account: account.address })
  const terms = await challenges.readTerms(constants, signal)
  const policy = challengePolicy({
    config: {
      roles: { submitter: true, challenger: true, publicRound: false },
      network: { l1ChainId: 31337 } as never
    },
    constants,
    provers: { zkevm: false, zkvm: true }
  })
  const loader = createChallengeLoader({
    clock,
    reads: challenges.reads(constants),
    roots: createRootSource({ rollup: rollupOf(root), clock, seconds: [], onSource: () => {} }),
    account: account.address,
    canSign: true,
    terms,
    schedule: async () => ({ blockTimeSec: 1, kromaMptTimeSec: 0, genesisL2Number: 0n, genesisL2TimeSec: 1 }),
    policy,
    chainNowSec: (readAtSec) => Math.max(readAtSec, Math.floor(heads.chainNowSec() ?? 0))
  })
  const proofs: { sourceBlock: bigint; targetBlock: bigint }[] = []
  let broken = false
  const prover: Prover = {
    async prove({ sourceRoot, destinationRoot, l1Head, sourceBlock, targetBlock }) {
      const publicValues = zkVmPublicValues({
        sourceOutputRoot: sourceRoot,
        destinationOutputRoot: destinationRoot,
        l1Head
      })
      const signed = broken
        ? zkVmPublicValues({ sourceOutputRoot: sourceRoot, destinationOutputRoot: sourceRoot, l1Head })
        : publicValues
      const proofBytes = await signZkVmProof({ proverKey, programVKey: chain.vkey, publicValues: signed })
      if (!broken) proofs.push({ sourceBlock, targetBlock })
      return { kind: 'zkvm', proof: { zkVmProgramVKey: chain.vkey, publicValues, proofBytes } }
    },
    progress: () => null
  }
  const history = openHistory(':memory:')
  const chainNowMs = () => {
    const head = heads.head()
    return head && head.timestampSec * 1000 + (clock.now() - head.seenAtMs)
  }
  const monitor: ChallengeMonitor = createChallengeMonitor({
    log: silent,
    book: createChallengeBook({
      addresses,
      account: account.address,
      terms,
      startingBlockNumber: 0n,
      finalizedAtSec: () => null
    }),
    parts: { clock, loader, prover, queue: silentAt ? muted(queue, silentAt) : queue, addresses, policy, chainNowMs },
    history,
    windowSec: 100_000,
    scan: (inner) => challenges.logsSince(chain.fromBlock, inner),
    invalidOutputs: () => [],
    inputOf: challenges.inputOf,
    emit,
    onAlert: () => {},
    onChange: () => {}
  })
  const feed = createLogFeed({
    pool,
    heads,
    clock,
    log: silent,
    addresses: [addresses.Colosseum, addresses.ValidatorManager],
    startBlock: await node.client.getBlockNumber(),
    onLogs: monitor.onLogs,
    onRemoved: monitor.onLogs,
    pollMs: 200
  })
  const off = heads.onHead(() => monitor.onHead())
  let ready: () => void = () => {}
  const started = new Promise<void>((resolve) => {
    ready = resolve
  })
  const done = together(
    signal,
    (inner) => heads.run({ signal: inner, ready: () => {} }),
    (inner) => feed.run({ signal: inner, ready: () => {} }),
    (inner) => monitor.run({ signal: inner, ready })
  ).catch((error) => {
    if (!signal.aborted) throw error
  })
  const one: Validator = {
    address: account.address,
    monitor,
    history,
    journal,
    proofs,
    breakProofs: (yes: boolean) => {
      broken = yes
    },
    purposes: () => events.flatMap((e) => (e.type === 'tx.published' ? [e.purpose] : [])),
    heard: (type: EngineEvent['type']) => events.filter((e) => e.type === type),
    async stop() {
      if (signal.aborted) return
      off()
      stopping.abort()
      await done
      await queue.close()
      pool.close()
      history.close()
    }
  }
  running.push(one)
  await Promise.race([started, done])
  return one
}

/** A queue that keeps some moves to itself. */
const muted = (queue: TxQueue, silentAt: RegExp): Pick<TxQueue, 'submit' | 'paused'> => ({
  paused: () => queue.paused(),
  submit: (request, signal) =>
    silentAt.test(request.purpose)
      ? clock.sleep(3_600_000, signal).then(() => ({ kind: 'already-done', hash: null }))
      : queue.submit(request, signal)
})

const rollupOf = (root: RootOf) => ({
  outputAtBlock: async (block: bigint): Promise<OutputAtBlock> =>
    ({
      outputRoot: root(block),
      blockRef: { hash: keccak256(stringToHex(`block ${block}`)) },
      syncStatus: { finalizedL2: { number: 1_000n } }
    }) as OutputAtBlock
})

const signerOf = (account: PrivateKeyAccount): Signer => ({
  address: account.address,
  sign: (tx) =>
    account.signTransaction({
      ...{
        type: 'eip1559',
        chainId: tx.chainId,
        nonce: tx.nonce,
        to: tx.to,
        data: tx.data,
        value: tx.valueWei,
        gas: tx.gas
      },
      ...{
        maxFeePerGas: tx.maxFeePerGasWei,
        maxPriorityFeePerGas: tx.maxPriorityFeePerGasWei,
        accessList: tx.accessList
      }
    })
})

const names = (challenger: PrivateKeyAccount, moves: readonly string[]): string[] =>
  moves.map((move) => {
    const [what = '', turn] = move.split(':')
    if (what === 'create-challenge') return 'create-challenge:1'
    return [what, 1, challenger.address.toLowerCase(), ...(turn === undefined ? [] : [turn])].join(':')
  })

const ended = ({ monitor }: Pick<Validator, 'monitor'>, outcome: string): boolean =>
  monitor.rows().some((row) => row.outcome === outcome)

const status = (index: bigint, challenger: PrivateKeyAccount) =>
  read('colosseum', 'getStatus', [index, challenger.address])
const rootOf = async (index: bigint) =>
  ((await read('oracle', 'getL2Output', [index])) as { outputRoot: Hex }).outputRoot
const submitOutput = (root: RootOf) => send(people.asserter, 'oracle', 'submitL2Output', [root(40n), 40n, zeroHash, 0n])

async function warpTo(timestamp: bigint): Promise<void> {
  await node.client.setNextBlockTimestamp({ timestamp })
  await node.client.mine({ blocks: 1 })
}

async function warp(seconds: number): Promise<void> {
  await node.client.increaseTime({ seconds })
  await node.client.mine({ blocks: 1 })
}

/** Looks 20 times a second; fails the test after half a minute. */
async function until(condition: () => boolean | Promise<boolean>): Promise<void> {
  for (let i = 0; i < 500; i++) {
    if (await condition()) return
    await clock.sleep(50, new AbortController().signal)
  }
  throw new Error(
    `still not: ${condition}\n${running.map((one) => JSON.stringify(one.monitor.rows(), (_, v) => (typeof v === 'bigint' ? `${v}` : v), 1)).join('\n')}`
  )
}

type Name = 'oracle' | 'colosseum' | 'council' | 'manager' | 'assets' | 'kro'

function contract(name: Name): { address: Hex; abi: Abi } {
  const { addresses } = chain
  const contracts = {
    oracle: { address: addresses.L2OutputOracle, abi: l2OutputOracleAbi },
    colosseum: { address: addresses.Colosseum, abi: colosseumAbi },
    council: { address: addresses.SecurityCouncil, abi: securityCouncilAbi },
    manager: { address: addresses.ValidatorManager, abi: validatorManagerAbi },
    assets: { address: addresses.AssetManager, abi: assetManagerAbi },
    kro: { address: addresses.GovernanceToken, abi: governanceTokenAbi }
  }
  return contracts[name]
}

function read(name: Name, functionName: string, args: readonly unknown[] = []): Promise<unknown> {
  return node.client.readContract({ ...contract(name), functionName, args })
}

async function send(account: PrivateKeyAccount, name: Name, functionName: string, args: readonly unknown[]) {
  const hash = await node.client.writeContract({
    ...contract(name),
    functionName,
    args,
    account,
    chain: null,
    gas: 3_000_000n
  })
  const receipt = await node.client.waitForTransactionReceipt({ hash })
  if (receipt.status !== 'success') throw new Error(`${functionName} reverted`)
}

function newAccount(): PrivateKeyAccount {
  return privateKeyToAccount(generatePrivateKey())
}
