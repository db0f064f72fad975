import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { validatorManagerAbi } from '../../../shared/contracts/abi/validator-manager.ts'
import { type ContractAddresses, networkPresets } from '../../../shared/contracts/networks.ts'
import { type Anvil, startAnvil } from '../../practice/anvil.ts'
import { loadArtifacts } from '../../practice/artifacts.ts'
import { practiceParams as params } from '../../practice/params.ts'
import { type PracticeAccounts, practiceAccounts } from '../../practice/practice-accounts.ts'
import { practiceAmounts } from '../../practice/practice-amounts.ts'
import { setUpProtocol } from '../../practice/set-up-protocol.ts'
import { systemClock } from '../runtime/clock.ts'
import { createChainClient } from './chain-client.ts'
import { lookAt, multicall3Address, readOf } from './look.ts'
import { disagreements, type ProtocolConstants, readProtocolConstants } from './protocol-constants.ts'
import { createRpcPool } from './rpc-pool.ts'
import { readEngineState } from './state-reader.ts'
import { multicall3Creation } from './testing/multicall3-code.ts'
import { recordingLog } from './testing/recording-log.ts'
import { translateViemError } from './translate-viem-error.ts'
import type { RpcPool } from './types.ts'

const genesisSec = 1_800_000_000
let anvil: Anvil
let pool: RpcPool
let accounts: PracticeAccounts
let addresses: ContractAddresses

beforeAll(async () => {
  anvil = await startAnvil({ chainId: 900, timestampSec: genesisSec })
  accounts = practiceAccounts({ seed: 5, validators: 3 })
  const deployment = await setUpProtocol({
    l1: anvil.rpc,
    l1Url: anvil.httpUrl,
    params,
    accounts,
    artifacts: await loadArtifacts(),
    genesisSec,
    genesisOutputRoot: `0x${'11'.repeat(32)}`,
    mine: async () => void (await anvil.rpc('evm_mine')),
    signal: new AbortController().signal
  })
  addresses = deployment.addresses
  pool = createRpcPool({
    role: 'l1',
    urls: [anvil.httpUrl],
    clock: systemClock,
    log: recordingLog(),
    defaultTimeoutMs: 5_000
  })
}, 120_000)
afterAll(async () => {
  pool?.close()
  await anvil?.stop()
})

const block = (): Promise<{ number: string; timestamp: string; parentHash: string }> =>
  anvil.rpc('eth_getBlockByNumber', ['latest', false])
const spent = async (work: () => Promise<unknown>): Promise<number> => {
  const before = pool.endpoints()[0]?.requests ?? 0
  await work()
  return (pool.endpoints()[0]?.requests ?? 0) - before
}

describe.each(['deployless', 'Multicall3'])('the look, %s', (way) => {
  let constants: ProtocolConstants

  beforeAll(async () => {
    if (way === 'Multicall3') {
      const runtime = await anvil.rpc('eth_call', [{ data: multicall3Creation() }, 'latest'])
      await anvil.rpc('anvil_setCode', [multicall3Address, runtime])
    }
    constants = await readProtocolConstants({ pool, addresses })
  })

  it('reads the constants of the deployment', () => {
    expect(constants).toMatchObject({
      multicall: way === 'Multicall3' ? multicall3Address : null,
      jailThreshold: params.jailThreshold,
      l2BlockTimeSec: params.l2BlockTime,
      submissionInterval: BigInt(params.submissionInterval),
      startingTimestampSec: genesisSec
    })
    expect(constants.bondWei).toBeGreaterThan(0n)
    expect(constants.roundDurationSec).toBeGreaterThan(0)
    expect(disagreements(constants.named, addresses)).toEqual([])
  })

  it('names what does not agree with the settings', () => {
    const wrong = { ...addresses, Colosseum: networkPresets.mainnet.addresses.Colosseum }
    expect(disagreements(constants.named, wrong).map(({ getter }) => getter)).toEqual(['L2OutputOracle.COLOSSEUM'])
  })

  it('reads everything about the validator at one block with one request', async () => {
    const account = accounts.operator.address
    let state: Awaited<ReturnType<typeof readEngineState>> | undefined
    const requests = await spent(async () => {
      state = await readEngineState({ pool, addresses, constants, account })
    })
    expect(requests).toBe(1)
    expect(pool.meter().state).toBeGreaterThan(0)
    const { number, timestamp, parentHash } = await block()
    expect(state).toMatchObject({
      blockNumber: BigInt(number),
      timestampSec: Number(timestamp),
      parentHash,
      output: {
        nextOutputIndex: 1n,
        nextBlockNumber: BigInt(params.startingBlockNumber + params.submissionInterval),
        nextFinalizeOutputIndex: 1n,
        nextValidator: accounts.bots[0]?.address,
        underV2: true
      },
      validator: {
        address: account,
        status: 'ACTIVE',
        inJail: false,
        jailExpiresAtSec: 0,
        bondedKroWei: 0n,
        freeKroWei: practiceAmounts.registeredKroWei,
        ownKroWei: practiceAmounts.registeredKroWei,
        withdrawAccount: accounts.operator.withdrawAccount.address
      }
    })
    const weight = state?.validator?.weightWei ?? 0n
    expect(weight).toBeGreaterThan(practiceAmounts.registeredKroWei - 1n)
    expect(state?.validator?.totalWeightWei).toBeGreaterThan(weight)
    expect(state?.validator?.ethWei).toBe(BigInt(await anvil.rpc<string>('eth_getBalance', [account, 'latest'])))
  })

  it('reads an account that never registered, and no account at all', async () => {
    const stranger = await readEngineState({ pool, addresses, constants, account: accounts.outsider.address })
    expect(stranger.validator).toMatchObject({ status: 'NONE', ownKroWei: 0n, weightWei: 0n, commissionPercent: 0 })
    const nobody = await readEngineState({ pool, addresses, constants, account: null })
    expect(nobody.validator).toBeNull()
    expect(nobody.output).toEqual(stranger.output)
  })

  it('has room for many reads', async () => {
    const manager = readOf('ValidatorManager', addresses.ValidatorManager, validatorManagerAbi)
    const many = (n: number) =>
      Object.fromEntries(Array.from({ length: n }, (_, i) => [i, manager('getWeight', accounts.operator.address)]))
    const { multicall } = constants
    const look = (n: number) => lookAt({ pool, multicall, account: null, reads: many(n), reason: 'state' })
    expect(new Set(Object.values((await look(200)).values)).size).toBe(1)
    if (multicall === null) await expect(look(201)).rejects.toMatchObject({ code: 'LOOK_TOO_LARGE' })
  })

  it('says which call is refused or not answered', async () => {
    const manager = readOf('ValidatorManager', addresses.ValidatorManager, validatorManagerAbi)
    const nowhere = readOf('ValidatorManager', accounts.outsider.address, validatorManagerAbi)
    const ask = (reads: Parameters<typeof lookAt>[0]['reads']) =>
      lookAt({ pool, multicall: constants.multicall, account: null, reads, reason: 'state' })
    await expect(ask({ a: manager('checkSubmissionEligibility', accounts.outsider.address) })).rejects.toMatchObject({
      code: 'CONTRACT_REVERT',
      meta: { errorName: 'NotAllowedCaller', call: 'ValidatorManager.checkSubmissionEligibility' }
    })
    await expect(ask({ a: manager('nextValidator'), b: nowhere('nextValidator') })).rejects.toMatchObject({
      code: 'CONTRACT_NO_ANSWER',
      meta: { call: 'ValidatorManager.nextValidator', address: accounts.outsider.address }
    })
  })
})

describe('createChainClient', () => {
  const client = () => createChainClient({ pool, chainId: 900, reason: 'tx' })

  it('serves viem actions and counts them under its reason', async () => {
    const before = pool.meter().tx ?? 0
    expect(await client().getChainId()).toBe(900)
    expect((await client().getBlock()).number).toBe(BigInt((await block()).number))
    expect((pool.meter().tx ?? 0) - before).toBe(2)
  })

  it('turns custom errors of every contract into CONTRACT_REVERT', async () => {
    const simulation = client().simulateContract({
      account: accounts.outsider.address,
      address: addresses.ValidatorManager,
      abi: validatorManagerAbi,
      functionName: 'tryUnjail'
    })
    const error = translateViemError(await simulation.catch((e: unknown) => e))
    expect(error).toMatchObject({ code: 'CONTRACT_REVERT', retryable: false })
    expect(error.meta.errorName).toBe('ImproperValidatorStatus')
    expect(error.message).not.toMatch(/https?:|0x[0-9a-f]{64}/i)
  })

  it('gives the error of the pool when that is what failed', async () => {
    const signal = AbortSignal.abort()
    const aborted = createChainClient({ pool, chainId: 900, reason: 'tx', signal })
    expect(translateViemError(await aborted.getBlockNumber().catch((e: unknown) => e)).code).toBe('ABORTED')
    const unknown = await client()
      .request({ method: 'eth_noSuchThing' as never })
      .catch((e: unknown) => e)
    expect(translateViemError(unknown)).toMatchObject({ code: 'RPC_REJECTED', meta: { rpcCode: -32601 } })
  })
})
