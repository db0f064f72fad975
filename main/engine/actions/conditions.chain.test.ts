import { encodeAbiParameters, keccak256, numberToHex, parseEther } from 'viem'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { assetManagerAbi } from '../../../shared/contracts/abi/asset-manager.ts'
import { governanceTokenAbi } from '../../../shared/contracts/abi/governance-token.ts'
import { validatorManagerAbi } from '../../../shared/contracts/abi/validator-manager.ts'
import type { ContractAddresses } from '../../../shared/contracts/networks.ts'
import { actionRevertCodes, customErrorCodes, textErrorCodes } from '../../../shared/domain/action-codes.ts'
import type { ActionIntent } from '../../../shared/domain/action-input.ts'
import type { ActionView } from '../../../shared/domain/action-view.ts'
import type { Address } from '../../../shared/domain/hex.ts'
import { missRounds } from '../../practice/drills/miss-rounds.ts'
import { type PracticeNetwork, startPracticeNetwork } from '../../practice/network.ts'
import { practiceParams } from '../../practice/params.ts'
import type { PracticeAccount } from '../../practice/practice-accounts.ts'
import { practicePlace } from '../../practice/practice-place.ts'
import { type ProtocolConstants, readProtocolConstants } from '../chain/protocol-constants.ts'
import { createRpcPool } from '../chain/rpc-pool.ts'
import type { RpcPool } from '../chain/types.ts'
import { systemClock } from '../runtime/clock.ts'
import { silentLog as log } from '../tx/testing/silent-log.ts'
import { actionCall } from './action-call.ts'
import { consequencesOf } from './consequences.ts'
import { loadActionView } from './load-action-view.ts'
import { ruleConditions } from './prepare.ts'
import { simulate } from './simulate.ts'
import { asOwn, play } from './testing/action-stage.ts'

const never = new AbortController().signal
const kro = parseEther
const min = kro('10000')
const minActivate = kro('20000')
const unlimited = 2n ** 256n - 1n

let network: PracticeNetwork
let pool: RpcPool
let addresses: ContractAddresses
let constants: ProtocolConstants
let base: Awaited<ReturnType<PracticeNetwork['snapshot']>>
/** Holds 50,000 KRO, has approved them all, and is no validator yet. */
let candidate: PracticeAccount

beforeAll(async () => {
  // With a gap between registering and activating, so that REGISTERED and READY occur.
  const params = { ...practiceParams, minActivateAmount: minActivate }
  network = await startPracticeNetwork({ seed: 21, params, mining: 'manual', log, signal: never })
  addresses = practicePlace(network).network.addresses
  pool = createRpcPool({ role: 'l1', urls: [network.l1.httpUrl], clock: systemClock, log, defaultTimeoutMs: 5_000 })
  constants = await readProtocolConstants({ pool, addresses })
  candidate = network.accounts.outsider
  const rich = network.accounts.bots[1] as PracticeAccount
  await play(
    network,
    asOwn(rich, addresses.GovernanceToken, transferAll(candidate.address)),
    approve(candidate, unlimited)
  )
  base = await network.snapshot()
}, 60_000)
beforeEach(async () => {
  await network.revert(base)
  base = await network.snapshot()
})
afterAll(async () => {
  pool?.close()
  await network?.stop()
})

const transferAll = (to: Address) => ({
  abi: governanceTokenAbi,
  functionName: 'transfer',
  args: [to, kro('50000')] as const
})
const approve = (from: PracticeAccount, amount: bigint) =>
  asOwn(from, addresses.GovernanceToken, {
    abi: governanceTokenAbi,
    functionName: 'approve',
    args: [addresses.AssetManager, amount]
  })
const assetCall = (from: PracticeAccount, functionName: 'deposit' | 'delegate' | 'withdraw', args: unknown[]) =>
  asOwn(from, addresses.AssetManager, { abi: assetManagerAbi, functionName, args })
const managerCall = (from: PracticeAccount, functionName: string, args: unknown[] = []) =>
  asOwn(from, addresses.ValidatorManager, { abi: validatorManagerAbi, functionName, args })
const register = (amount: bigint) =>
  managerCall(candidate, 'registerValidator', [amount, 5, network.accounts.delegator.address])

const look = (who: Address): Promise<ActionView> =>
  loadActionView({ pool, addresses, constants, validator: who, withdrawAccount: null, signal: never })

type Finding = { unmet: string[]; until: number | null; revert: string | null }

/** What the rules say about the last step of an action, and what the contract says. */
async function judge(who: PracticeAccount, intent: ActionIntent): Promise<Finding> {
  const view = await look(who.address)
  const approvedView = { ...view, allowanceWei: unlimited }
  const call = actionCall(intent, approvedView, addresses)
  const from = call.role === 'withdraw' ? (view.withdrawAccount ?? who.address) : who.address
  const target = { to: call.to, data: call.data, valueWei: 0n }
  const sources = { primary: pool, second: null }
  const simulations = await simulate({ sources, from, call: target, signal: never })
  const blocking = ruleConditions({ intent, view, call, simulations }).filter((rule) => rule.blocking)
  const unmet = blocking.filter(({ verdict }) => verdict !== 'met')
  const revert = simulations[0]?.revert?.code ?? null
  // The rules and the contract never disagree about whether it works.
  expect({ ...view, unmet: unmet.length > 0 }).toEqual({ ...view, unmet: revert !== null })
  return { unmet: unmet.map(({ code }) => code), until: unmet[0]?.untilSec ?? null, revert }
}

const works: Finding = { unmet: [], until: null, revert: null }
const no = (unmet: string | string[], revert: string, until: number | null = null): Finding => ({
  unmet: [unmet].flat(),
  until,
  revert
})
/** Where a mapping at `slot` keeps the value of `key`. */
const placeOf = (type: 'address' | 'uint256', key: Address | bigint, slot: bigint) =>
  keccak256(encodeAbiParameters([{ type }, { type: 'uint256' }] as const, [key as never, slot]))
const store = (contract: Address, place: `0x${string}`, value: bigint) =>
  network.l1.rpc('anvil_setStorageAt', [contract, place, numberToHex(value, { size: 32 })])
/** So that the next look is at this very second. */
const goTo = async (sec: number): Promise<void> => {
  await network.warp(sec - network.nowSec())
  expect((await look(candidate.address)).timestampSec).toBe(sec)
}
/** The same, where a slow start may have passed it already. */
const reach = (sec: number): Promise<void> => goTo(Math.max(sec, network.nowSec() + 1))

describe('register', () => {
  const wish = (over: Partial<Extract<ActionIntent, { kind: 'register' }>> = {}): ActionIntent => ({
    kind: 'register',
    amountWei: min,
    commissionPercent: 5,
    withdrawAccount: network.accounts.delegator.address,
    ...over
  })
  it('wants the minimum, to the wei', async () => {
    expect(await judge(candidate, wish({ amountWei: min - 1n }))).toEqual(
      no('AMOUNT_AT_LEAST_MIN_REGISTER', 'InsufficientAsset')
    )
    expect(await judge(candidate, wish())).toEqual(works)
  })
  it('wants it in the wallet, to the wei', async () => {
    expect(await judge(candidate, wish({ amountWei: kro('50000') }))).toEqual(works)
    expect(await judge(candidate, wish({ amountWei: kro('50000') + 1n }))).toEqual(
      no('KRO_IN_WALLET', 'KRO_BALANCE_TOO_LOW')
    )
  })
  it('wants it approved, to the wei', async () => {
    await play(network, approve(candidate, min - 1n))
    expect(await judge(candidate, wish())).toEqual(no('KRO_APPROVED', 'KRO_NOT_APPROVED'))
    await play(network, approve(candidate, min))
    expect(await judge(candidate, wish())).toEqual(works)
  })
  it('takes rates up to 100', async () => {
    expect(await judge(candidate, wish({ commissionPercent: 101 }))).toEqual(
      no('COMMISSION_IN_RANGE', 'MaxCommissionRateExceeded')
    )
    expect(await judge(candidate, wish({ commissionPercent: 100 }))).toEqual(works)
    expect(await judge(candidate, wish({ commissionPercent: 0 }))).toEqual(works)
  })
  it('is once for each account', async () => {
    await play(network, register(min))
    expect(await judge(candidate, wish())).toEqual(no('STATUS_NONE', 'ImproperValidatorStatus'))
  })
  it('is for accounts without code', async () => {
    await network.l1.rpc('anvil_setCode', [candidate.address, '0x00'])
    expect(await judge(candidate, wish())).toEqual(no('SIGNER_IS_EOA', 'NotAllowedCaller'))
  })
})

describe('deposit', () => {
  const wish = (amountWei: bigint): ActionIntent => ({ kind: 'deposit', amountWei })
  it('takes anything but nothing, up to what the wallet has', async () => {
    await play(network, register(min))
    expect(await judge(candidate, wish(0n))).toEqual(no('AMOUNT_POSITIVE', 'NotAllowedZeroInput'))
    expect(await judge(candidate, wish(1n))).toEqual(works)
    expect(await judge(candidate, wish(kro('40000')))).toEqual(works)
    expect(await judge(candidate, wish(kro('40000') + 1n))).toEqual(no('KRO_IN_WALLET', 'KRO_BALANCE_TOO_LOW'))
  })
  it('is for validators', async () => {
    expect(await judge(candidate, wish(1n))).toEqual(no('STATUS_NOT_NONE', 'ImproperValidatorStatus'))
  })
  it('wants it approved, to the wei', async () => {
    await play(network, register(min), approve(candidate, 99n))
    expect(await judge(candidate, wish(99n))).toEqual(works)
    expect(await judge(candidate, wish(100n))).toEqual(no('KRO_APPROVED', 'KRO_NOT_APPROVED'))
  })
})

describe('activate', () => {
  const wish: ActionIntent = { kind: 'activate' }
  const delegate = (amount: bigint) => assetCall(network.accounts.delegator, 'delegate', [candidate.address, amount])
  it('wants the weight to be there, to the wei, and not to be active yet', async () => {
    expect(await judge(candidate, wish)).toEqual(no('STATUS_READY', 'ImproperValidatorStatus'))
    await play(network, register(min), delegate(min - 1n))
    expect((await look(candidate.address)).status).toBe('REGISTERED')
    expect(await judge(candidate, wish)).toEqual(no('STATUS_READY', 'ImproperValidatorStatus'))
    await play(network, delegate(1n))
    expect((await look(candidate.address)).status).toBe('READY')
    expect(await judge(candidate, wish)).toEqual(works)
    await play(network, managerCall(candidate, 'activateValidator'))
    expect(await judge(candidate, wish)).toEqual(no('STATUS_READY', 'ImproperValidatorStatus'))
  })
})

describe('commission', () => {
  const operator = () => network.accounts.operator
  const change = (commissionPercent: number): ActionIntent => ({ kind: 'commission-init', commissionPercent })
  const finalize: ActionIntent = { kind: 'commission-finalize' }
  it('changes to another rate up to 100, for validators', async () => {
    const { commissionPercent } = await look(operator().address)
    expect(commissionPercent).toBe(10)
    expect(await judge(operator(), change(10))).toEqual(no('COMMISSION_DIFFERS', 'SameCommissionRate'))
    expect(await judge(operator(), change(9))).toEqual(works)
    expect(await judge(operator(), change(100))).toEqual(works)
    expect(await judge(operator(), change(101))).toEqual(no('COMMISSION_IN_RANGE', 'MaxCommissionRateExceeded'))
    expect((await judge(candidate, change(9))).unmet).toEqual(['STATUS_REGISTERED_OR_MORE'])
  })
  it('is finalized from the second of the delay on, once', async () => {
    expect(await judge(operator(), finalize)).toEqual(
      no(['COMMISSION_CHANGE_INITIATED', 'COMMISSION_DELAY_OVER'], 'NotInitiatedCommissionChange')
    )
    await play(network, managerCall(operator(), 'initCommissionChange', [0]))
    const atSec = (await look(operator().address)).canFinalizeAtSec ?? 0
    expect(atSec).toBe(network.nowSec() + network.params.commissionChangeDelay)
    await goTo(atSec - 1)
    expect(await judge(operator(), finalize)).toEqual(
      no('COMMISSION_DELAY_OVER', 'NotElapsedCommissionChangeDelay', atSec)
    )
    await goTo(atSec)
    expect(await judge(operator(), finalize)).toEqual(works)
    await goTo(atSec + 1)
    expect(await judge(operator(), finalize)).toEqual(works)
    await play(network, managerCall(operator(), 'finalizeCommissionChange'))
    expect((await judge(operator(), finalize)).unmet[0]).toBe('COMMISSION_CHANGE_INITIATED')
    expect((await look(operator().address)).commissionPercent).toBe(0)
  })
})

describe('withdraw', () => {
  const operator = () => network.accounts.operator
  const wish = (amountWei: bigint): ActionIntent => ({ kind: 'withdraw', amountWei })
  it('waits for the second in which the delegation period is over', async () => {
    await play(network, assetCall(operator(), 'deposit', [1n]))
    const atSec = (await look(operator().address)).canWithdrawAtSec
    expect(atSec).toBe(network.nowSec() + network.params.minDelegationPeriod)
    await goTo(atSec - 1)
    expect(await judge(operator(), wish(1n))).toEqual(
      no('DELEGATION_PERIOD_OVER', 'NotElapsedMinDelegationPeriod', atSec)
    )
    await goTo(atSec)
    expect(await judge(operator(), wish(1n))).toEqual(works)
    await goTo(atSec + 1)
    expect(await judge(operator(), wish(1n))).toEqual(works)
  })
  it('takes what is free, to the wei', async () => {
    const bot = network.accounts.bots[0] as PracticeAccount
    const { freeKroWei, bondedKroWei, canWithdrawAtSec } = await look(bot.address)
    // The output of the start bonds it.
    expect(bondedKroWei).toBe(kro('5000'))
    await reach(canWithdrawAtSec)
    expect(await judge(bot, wish(0n))).toEqual(no('AMOUNT_POSITIVE', 'NotAllowedZeroInput'))
    expect(await judge(bot, wish(freeKroWei))).toEqual(works)
    expect(await judge(bot, wish(freeKroWei + 1n))).toEqual(no('AMOUNT_WITHIN_FREE', 'InsufficientAsset'))
  })
  it('is for the withdraw account, which there is only after the registration', async () => {
    const view = await look(candidate.address)
    expect(view.withdrawAccount).toBeNull()
    expect(
      ruleConditions({ intent: wish(1n), view, call: actionCall(wish(1n), view, addresses), simulations: [] })[0]
    ).toMatchObject({
      code: 'WITHDRAW_ACCOUNT_SET',
      verdict: 'unmet'
    })
  })
})

describe('the old pool', () => {
  const trusted = () => network.accounts.bots[0] as PracticeAccount
  const withdraw = (amountWei: bigint): ActionIntent => ({ kind: 'v1-withdraw', amountWei })
  const withdrawTo = (amountWei: bigint): ActionIntent => ({
    kind: 'v1-withdraw-to',
    amountWei,
    to: network.accounts.outsider.address
  })
  it('gives back what is there, to the wei', async () => {
    // Less than the bond that made a validator there.
    const v1BalanceWei = 7n
    await network.l1.rpc('anvil_setBalance', [addresses.ValidatorPool, numberToHex(v1BalanceWei)])
    await store(addresses.ValidatorPool, placeOf('address', trusted().address, 0n), v1BalanceWei)
    expect(await look(trusted().address)).toMatchObject({ v1BalanceWei })
    for (const wish of [withdraw, withdrawTo]) {
      expect(await judge(trusted(), wish(v1BalanceWei))).toEqual(works)
      expect(await judge(trusted(), wish(v1BalanceWei + 1n))).toEqual(
        no('AMOUNT_WITHIN_V1_BALANCE', 'V1_BALANCE_TOO_LOW')
      )
    }
  })
  it('unbonds what has expired', async () => {
    const wish: ActionIntent = { kind: 'v1-unbond' }
    expect(await judge(trusted(), wish)).toEqual(no('V1_BOND_DUE', 'V1_NO_BOND_DUE'))
    const atSec = network.nowSec() + 10
    await store(addresses.ValidatorPool, placeOf('uint256', 0n, 1n), (BigInt(atSec) << 128n) | 7n)
    await goTo(atSec - 1)
    expect(await judge(trusted(), wish)).toEqual(no('V1_BOND_DUE', 'V1_NO_BOND_DUE'))
    await goTo(atSec)
    expect(await judge(trusted(), wish)).toEqual(works)
  })
})

describe('reverts', () => {
  /** What a call by `from` is refused with. */
  const refusal = async (from: PracticeAccount, transaction: { to: Address; data: `0x${string}` }) => {
    const call = { to: transaction.to, data: transaction.data, valueWei: 0n }
    const [found] = await simulate({
      sources: { primary: pool, second: null },
      from: from.address,
      call,
      signal: never
    })
    return found?.revert?.code ?? null
  }
  it('explains what the app itself never asks for', async () => {
    const { outsider, operator } = network.accounts
    expect(await refusal(outsider, assetCall(outsider, 'withdraw', [operator.address, 1n]))).toBe('NotAllowedCaller')
    const zero: Address = '0x0000000000000000000000000000000000000000'
    expect(await refusal(candidate, managerCall(candidate, 'registerValidator', [min, 5, zero]))).toBe('ZeroAddress')
    const unknown = { to: addresses.ValidatorManager, data: '0xdeadbeef' as const }
    expect(await refusal(outsider, unknown)).toBe('UNKNOWN_REVERT')
  })
  it('has a code for every custom error and text', () => {
    expect(actionRevertCodes.length).toBe(new Set(actionRevertCodes).size + 1)
    expect(actionRevertCodes).toEqual(expect.arrayContaining([...customErrorCodes, ...Object.values(textErrorCodes)]))
  })
})

describe('consequences', () => {
  const operator = () => network.accounts.operator
  const own = (): PracticeAccount => network.accounts.operator.withdrawAccount as PracticeAccount
  /** What was said before against what is after. */
  async function compare(who: PracticeAccount, intent: ActionIntent, act: Parameters<typeof play>[1]): Promise<void> {
    const before = await look(who.address)
    const said = consequencesOf(intent, before)
    await play(network, act)
    const after = await look(who.address)
    expect(said).toMatchObject({
      statusAfter: after.status,
      ownKroAfterWei: after.ownKroWei,
      freeKroAfterWei: after.freeKroWei,
      nextBondCovered: after.freeKroWei >= after.bondWei
    })
    const chance = Number(after.weightWei) / Number(after.totalWeightWei)
    expect(said.priorityChanceAfter).toBeCloseTo(chance, 5)
    if (said.canWithdrawAtSec !== null) expect(said.canWithdrawAtSec + 1).toBe(after.canWithdrawAtSec)
  }
  it.each([
    ['a part', '1', 'ACTIVE'],
    ['all but the minimum', '90000', 'ACTIVE'],
    ['a wei more than that', '90000.000000000000000001', 'EXITED'],
    ['all', '100000', 'EXITED']
  ])('of withdrawing %s', async (_, amount, status) => {
    const { canWithdrawAtSec } = await look(operator().address)
    await reach(canWithdrawAtSec)
    const amountWei = kro(amount)
    const call = assetCall(own(), 'withdraw', [operator().address, amountWei])
    await compare(operator(), { kind: 'withdraw', amountWei }, call)
    expect((await look(operator().address)).status).toBe(status)
  })
  it.each([
    ['less than activates', '10000', 'REGISTERED'],
    ['what activates', '20000', 'ACTIVE']
  ])('of registering %s', async (_, amount, status) => {
    const amountWei = kro(amount)
    const withdrawAccount = network.accounts.delegator.address
    const intent: ActionIntent = { kind: 'register', amountWei, commissionPercent: 5, withdrawAccount }
    await compare(candidate, intent, register(amountWei))
    expect((await look(candidate.address)).status).toBe(status)
  })
  it('of a deposit, which may activate, and of activating', async () => {
    await play(network, register(min))
    const deposit = (amountWei: bigint) =>
      compare(candidate, { kind: 'deposit', amountWei }, assetCall(candidate, 'deposit', [amountWei]))
    await deposit(min - 1n)
    expect((await look(candidate.address)).status).toBe('REGISTERED')
    await deposit(1n)
    expect((await look(candidate.address)).status).toBe('ACTIVE')
  })
  it('of activating', async () => {
    await play(network, register(min), assetCall(network.accounts.delegator, 'delegate', [candidate.address, min]))
    await compare(candidate, { kind: 'activate' }, managerCall(candidate, 'activateValidator'))
    expect((await look(candidate.address)).status).toBe('ACTIVE')
  })
})

// The last: from here on the operator is in jail.
describe('in jail', () => {
  let expiresSec: number
  const operator = () => network.accounts.operator
  beforeAll(async () => {
    await network.revert(base)
    await missRounds(network, operator().address, 3)
    expiresSec = (await look(operator().address)).jailExpiresAtSec
    base = await network.snapshot()
  })

  it('is in jail, READY, and may deposit', async () => {
    expect(await look(operator().address)).toMatchObject({ inJail: true, status: 'READY', weightWei: 0n })
    expect(await judge(operator(), { kind: 'deposit', amountWei: 1n })).toEqual(works)
  })
  it('may not activate or change its commission, not even after the term', async () => {
    const until = (await look(operator().address)).jailExpiresAtSec
    expect(await judge(operator(), { kind: 'activate' })).toEqual(no('NOT_IN_JAIL', 'ImproperValidatorStatus', until))
    const change: ActionIntent = { kind: 'commission-init', commissionPercent: 7 }
    expect(await judge(operator(), change)).toEqual(no('NOT_IN_JAIL', 'ImproperValidatorStatus', until))
    await goTo(until)
    expect(await judge(operator(), { kind: 'activate' })).toEqual(no('NOT_IN_JAIL', 'ImproperValidatorStatus'))
  })
  it('leaves from the second of the expiry on', async () => {
    const wish: ActionIntent = { kind: 'unjail' }
    await goTo(expiresSec - 1)
    expect(await judge(operator(), wish)).toEqual(no('JAIL_TERM_OVER', 'NotElapsedJailPeriod', expiresSec))
    await goTo(expiresSec)
    expect(await judge(operator(), wish)).toEqual(works)
    await goTo(expiresSec + 1)
    expect(await judge(operator(), wish)).toEqual(works)
    await play(network, managerCall(operator(), 'tryUnjail'))
    expect(await judge(operator(), wish)).toEqual(no('IN_JAIL', 'ImproperValidatorStatus'))
  })
  it('withdraws from the second of the expiry on, before it has left', async () => {
    const wish: ActionIntent = { kind: 'withdraw', amountWei: 1n }
    await goTo(expiresSec - 1)
    expect(await judge(operator(), wish)).toEqual(no('JAIL_TERM_OVER', 'ImproperValidatorStatus', expiresSec))
    await goTo(expiresSec)
    expect(await judge(operator(), wish)).toEqual(works)
    await goTo(expiresSec + 1)
    expect(await judge(operator(), wish)).toEqual(works)
  })
  it('may not finalize a change that it began before', async () => {
    const wish: ActionIntent = { kind: 'commission-finalize' }
    expect((await judge(operator(), wish)).unmet).toEqual([
      'NOT_IN_JAIL',
      'COMMISSION_CHANGE_INITIATED',
      'COMMISSION_DELAY_OVER'
    ])
  })
  it('says what a deposit and leaving bring', async () => {
    const deposited = consequencesOf({ kind: 'deposit', amountWei: 5n }, await look(operator().address))
    await play(network, assetCall(operator(), 'deposit', [5n]))
    expect(await look(operator().address)).toMatchObject({
      status: deposited.statusAfter,
      freeKroWei: deposited.freeKroAfterWei
    })
    await goTo(expiresSec)
    const said = consequencesOf({ kind: 'unjail' }, await look(operator().address))
    await play(network, managerCall(operator(), 'tryUnjail'))
    const after = await look(operator().address)
    expect(after).toMatchObject({ status: said.statusAfter, inJail: false })
    expect(said.priorityChanceAfter).toBeCloseTo(Number(after.weightWei) / Number(after.totalWeightWei), 5)
  })
})
