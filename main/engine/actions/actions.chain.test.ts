import { encodeAbiParameters, keccak256, numberToHex, parseEther } from 'viem'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { assetManagerAbi } from '../../../shared/contracts/abi/asset-manager.ts'
import { governanceTokenAbi } from '../../../shared/contracts/abi/governance-token.ts'
import type { ActionRecord, PreparedTx, PrepareResult } from '../../../shared/domain/action.ts'
import type { ActionRequest } from '../../../shared/domain/action-input.ts'
import type { Address } from '../../../shared/domain/hex.ts'
import { type PracticeNetwork, startPracticeNetwork } from '../../practice/network.ts'
import type { PracticeAccount } from '../../practice/practice-accounts.ts'
import { type ProtocolReader, protocolReader } from '../../practice/read-contract.ts'
import { startLocalHttp } from '../chain/testing/local-http.ts'
import { systemClock } from '../runtime/clock.ts'
import { silentLog as log } from '../tx/testing/silent-log.ts'
import {
  asOwn,
  play,
  type Stage,
  type StageOptions,
  signAsDevice,
  startStage,
  unsignedOnWire
} from './testing/action-stage.ts'

const never = new AbortController().signal
const kro = parseEther

let network: PracticeNetwork
let read: ProtocolReader
let base: Awaited<ReturnType<PracticeNetwork['snapshot']>>
const stages: Stage[] = []

beforeAll(async () => {
  network = await startPracticeNetwork({ seed: 22, mining: 'manual', log, signal: never })
  read = protocolReader(network)
  base = await network.snapshot()
}, 60_000)
beforeEach(async () => {
  await network.revert(base)
  await network.l1.rpc('anvil_dropAllTransactions')
  base = await network.snapshot()
})
afterEach(async () => {
  for (const stage of stages.splice(0)) await stage.stop()
})
afterAll(() => network?.stop())

const open = async (options: Partial<StageOptions> = {}): Promise<Stage> => {
  const stage = await startStage({ network, who: network.accounts.operator, ...options })
  stages.push(stage)
  return stage
}
const prepared = async (stage: Stage, request: ActionRequest): Promise<PreparedTx> => {
  const result = await stage.actions.prepare(request, never)
  if (result.ready) return result.tx
  throw new Error(`not ready: ${unmet(result)}`)
}
const unmet = (result: PrepareResult): string[] =>
  result.ready ? [] : result.preview.conditions.filter((c) => c.blocking && c.verdict !== 'met').map((c) => c.code)
const recordOf = async (stage: Stage, id: string): Promise<ActionRecord | undefined> =>
  (await stage.actions.list()).find(({ tx }) => tx.id === id)

async function until(stage: Stage, id: string, ...wanted: string[]): Promise<ActionRecord> {
  for (let i = 0; i < 200; i++) {
    const found = await recordOf(stage, id)
    if (found && wanted.includes(found.stage)) return found
    await systemClock.sleep(25, never)
  }
  throw new Error(`it stays ${(await recordOf(stage, id))?.stage}`)
}
async function done(stage: Stage, id: string): Promise<ActionRecord> {
  await until(stage, id, 'published', 'failed')
  await stage.mine()
  return until(stage, id, 'verified', 'failed')
}
const signed = async (stage: Stage, tx: PreparedTx, key: PracticeAccount): Promise<ActionRecord> => {
  await stage.actions.submitSignature(tx.id, await signAsDevice(tx, key), never)
  return done(stage, tx.id)
}
function withdrawAccount(): PracticeAccount {
  const { address, privateKey } = network.accounts.operator.withdrawAccount
  if (!privateKey) throw new Error('its key is at hand here')
  return { address, privateKey }
}
const toWithdrawable = async (): Promise<void> => {
  const at = Number(await read.assets('canWithdrawAt', network.accounts.operator.address))
  await network.warp(Math.max(1, at - network.nowSec()))
}
const transfer = (to: Address, amount: bigint) => ({
  abi: governanceTokenAbi,
  functionName: 'transfer',
  args: [to, amount]
})
const approve = (spender: Address, amount: bigint) => ({
  abi: governanceTokenAbi,
  functionName: 'approve',
  args: [spender, amount]
})
const deposit = { kind: 'deposit', input: { amount: '12.5' } } as const
const commission = { kind: 'commission-init', input: { commission: '11' } } as const

describe('from the first look to the proof', () => {
  it('registers with a device: an exact approval, then the registration', async () => {
    const { outsider, delegator, bots } = network.accounts
    const rich = bots[0] as PracticeAccount
    await play(network, asOwn(rich, network.addresses.GovernanceToken, transfer(outsider.address, kro('10500'))))
    const stage = await open({ who: outsider, hot: false })
    const overview = await stage.actions.overview(never)
    expect(overview.signers).toEqual({
      validator: { address: outsider.address, role: 'validator', means: 'device' },
      withdraw: null
    })
    const input = { amount: '10000', commission: '7', withdrawAccount: delegator.address }
    const approval = await prepared(stage, { kind: 'register', input })
    expect(approval).toMatchObject({ step: 'approve', steps: ['approve', 'call'], nonce: 0 })
    expect(approval.call).toMatchObject({ functionName: 'approve', args: [{}, { value: { value: kro('10000') } }] })
    expect((await signed(stage, approval, outsider)).proof?.facts).toMatchObject([{ name: 'allowance', ok: true }])
    expect(await read.kro('allowance', outsider.address, network.addresses.AssetManager)).toBe(kro('10000'))

    const tx = await prepared(stage, { kind: 'register', input })
    expect(tx).toMatchObject({ step: 'call', nonce: 1, call: { functionName: 'registerValidator' } })
    expect(tx.consequences).toMatchObject({ statusAfter: 'ACTIVE', nextBondCovered: true, commissionAfterPercent: 7 })
    const record = await signed(stage, tx, outsider)
    expect(record).toMatchObject({ stage: 'verified', proof: { event: { name: 'ValidatorRegistered' } } })
    expect(record.proof?.facts.map(({ name, ok }) => [name, ok])).toEqual([
      ['ownKro', true],
      ['commission', true],
      ['withdrawAccount', true],
      ['status', true]
    ])
    expect(await read.assets('getWithdrawAccount', outsider.address)).toBe(delegator.address)
    expect((await stage.actions.overview(never)).signers.withdraw?.address).toBe(delegator.address)
  })

  it('deposits with the hot key, through the queue of the validator', async () => {
    // The practice operator has approved without limit before; from nothing it takes two steps.
    const { AssetManager, GovernanceToken } = network.addresses
    await play(network, asOwn(network.accounts.operator, GovernanceToken, approve(AssetManager, 0n)))
    const stage = await open()
    const approval = await prepared(stage, deposit)
    expect(approval.step).toBe('approve')
    await stage.actions.sign(approval.id, never)
    await done(stage, approval.id)
    const tx = await prepared(stage, deposit)
    const before = await read.assets('totalValidatorKro', network.accounts.operator.address)
    await stage.actions.sign(tx.id, never)
    const record = await done(stage, tx.id)
    expect(record).toMatchObject({ stage: 'verified', by: 'operator', proof: { event: { name: 'Deposited' } } })
    expect(await read.assets('totalValidatorKro', network.accounts.operator.address)).toBe(before + kro('12.5'))
    expect(stage.sent.map(unsignedOnWire)).toEqual([approval.unsigned, tx.unsigned])
    expect(record.feeWei).toBeLessThanOrEqual(tx.maxCostWei)
  })

  it('withdraws with the device of the withdraw account, and proves the balance', async () => {
    await toWithdrawable()
    const stage = await open()
    const { view, signers } = await stage.actions.overview(never)
    expect(signers.withdraw).toEqual({ address: withdrawAccount().address, role: 'withdraw', means: 'device' })
    const tx = await prepared(stage, { kind: 'withdraw', input: { amount: '90000.000000000000000001' } })
    expect(tx.deviceHash).toBe(keccak256(tx.unsigned))
    expect(tx.maxCostWei).toBe(tx.gas * tx.fees.maxFeePerGasWei)
    expect(tx.consequences).toMatchObject({
      statusAfter: 'EXITED',
      freeKroAfterWei: view.freeKroWei - kro('90000') - 1n,
      priorityChanceAfter: 0
    })
    const wallet = await read.kro('balanceOf', withdrawAccount().address)
    const record = await signed(stage, tx, withdrawAccount())
    expect(record).toMatchObject({ stage: 'verified', code: null, proof: { event: { name: 'Withdrawn' } } })
    expect(record.proof?.facts.every(({ ok }) => ok)).toBe(true)
    expect(await read.kro('balanceOf', withdrawAccount().address)).toBe(wallet + kro('90000') + 1n)
    expect(stage.sent.map(unsignedOnWire)).toEqual([tx.unsigned])
    expect([...stage.journals.keys()].sort()).toEqual(['actions', 'own', withdrawAccount().address].sort())
  })

  it('changes the commission in two steps', async () => {
    const stage = await open()
    const first = await prepared(stage, commission)
    await stage.actions.sign(first.id, never)
    expect((await done(stage, first.id)).stage).toBe('verified')
    expect(unmet(await stage.actions.prepare({ kind: 'commission-finalize', input: {} }, never))).toEqual([
      'COMMISSION_DELAY_OVER',
      'CALL_SUCCEEDS'
    ])
    await network.warp(network.params.commissionChangeDelay)
    const second = await prepared(stage, { kind: 'commission-finalize', input: {} })
    await stage.actions.sign(second.id, never)
    expect((await done(stage, second.id)).proof?.facts).toMatchObject([{ name: 'commission', ok: true }])
    expect(await read.manager('getCommissionRate', network.accounts.operator.address)).toBe(11)
  })
})

describe('a bond in the old pool', () => {
  it('is seen when it can be released, although nothing is in the balance', async () => {
    const verdict = async (stage: Stage) => {
      const { view, actions } = await stage.actions.overview(never)
      expect(view.v1BalanceWei).toBe(0n)
      return actions.find(({ kind }) => kind === 'v1-unbond')?.conditions.map((c) => c.verdict)
    }
    expect(await verdict(await open())).toEqual(['unmet'])
    const pool = network.addresses.ValidatorPool
    const place = keccak256(encodeAbiParameters([{ type: 'uint256' }, { type: 'uint256' }], [0n, 1n]))
    const bond = numberToHex((BigInt(network.nowSec()) << 128n) | 7n, { size: 32 })
    await network.l1.rpc('anvil_setStorageAt', [pool, place, bond])
    const stage = await open()
    expect(await verdict(stage)).toEqual(['met'])
    const { id } = await prepared(stage, { kind: 'v1-unbond', input: {} })
    await stage.actions.sign(id, never)
    expect((await done(stage, id)).proof?.event?.name).toBe('Unbonded')
    expect(await verdict(stage)).toEqual(['unmet'])
  })
})

describe('one id, one signature, these bytes', () => {
  it('refuses an id twice, at once or later, and one that it never gave out', async () => {
    const stage = await open()
    const tx = await prepared(stage, commission)
    const both = await Promise.allSettled([stage.actions.sign(tx.id, never), stage.actions.sign(tx.id, never)])
    expect(both.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected'])
    await done(stage, tx.id)
    await expect(stage.actions.sign(tx.id, never)).rejects.toMatchObject({ code: 'ACTION_ALREADY_USED' })
    await expect(stage.actions.sign(crypto.randomUUID(), never)).rejects.toMatchObject({ code: 'ACTION_UNKNOWN' })
    expect(stage.sent).toHaveLength(1)
  })

  it('refuses signatures of others, of other data and none, and takes the right one after that', async () => {
    await toWithdrawable()
    const stage = await open()
    const tx = await prepared(stage, { kind: 'withdraw', input: { amount: '1' } })
    const other = await prepared(stage, { kind: 'withdraw', input: { amount: '2' } })
    const submit = (signature: { r: string; s: string; v: string }) =>
      stage.actions.submitSignature(tx.id, signature, never)
    const good = await signAsDevice(tx, withdrawAccount())
    await expect(submit(await signAsDevice(tx, network.accounts.outsider))).rejects.toMatchObject({
      code: 'SIGNATURE_OF_OTHER_ACCOUNT',
      meta: { signer: network.accounts.outsider.address }
    })
    await expect(submit(await signAsDevice(other, withdrawAccount()))).rejects.toMatchObject({
      code: 'SIGNATURE_OF_OTHER_ACCOUNT'
    })
    for (const bad of [
      { ...good, r: '0' },
      { ...good, s: 'f'.repeat(64) },
      { ...good, v: '05' },
      { ...good, r: 'xyz' }
    ])
      await expect(submit(bad)).rejects.toMatchObject({ code: 'SIGNATURE_MALFORMED' })
    await expect(stage.actions.sign(tx.id, never)).rejects.toMatchObject({ code: 'ACTION_NEEDS_DEVICE' })
    expect(stage.sent).toEqual([])
    await submit({ r: `0x${good.r}`, s: good.s, v: good.v === '00' ? '1b' : '1c' })
    expect((await done(stage, tx.id)).stage).toBe('verified')
    await expect(submit(good)).rejects.toMatchObject({ code: 'ACTION_ALREADY_USED' })
    expect(stage.sent.map(unsignedOnWire)).toEqual([tx.unsigned])
  })

  it('takes no signature from outside for the hot key', async () => {
    const stage = await open()
    const tx = await prepared(stage, commission)
    const signature = await signAsDevice(tx, network.accounts.operator)
    await expect(stage.actions.submitSignature(tx.id, signature, never)).rejects.toMatchObject({
      code: 'ACTION_NEEDS_HOT_KEY'
    })
  })

  it('sends nothing whose conditions do not hold any more', async () => {
    await toWithdrawable()
    const stage = await open()
    const tx = await prepared(stage, { kind: 'withdraw', input: { amount: '1' } })
    const { operator } = network.accounts
    const rest = { abi: assetManagerAbi, functionName: 'deposit', args: [1n] }
    await play(network, asOwn(operator, network.addresses.AssetManager, rest))
    await expect(
      stage.actions.submitSignature(tx.id, await signAsDevice(tx, withdrawAccount()), never)
    ).rejects.toMatchObject({
      code: 'ACTION_NOT_POSSIBLE',
      meta: { condition: 'DELEGATION_PERIOD_OVER' }
    })
    expect(stage.sent).toEqual([])
  })

  it('sends nothing when another transaction came first', async () => {
    const stage = await open()
    const tx = await prepared(stage, commission)
    const { operator } = network.accounts
    await play(network, asOwn(operator, network.addresses.GovernanceToken, approve(network.addresses.AssetManager, 5n)))
    await stage.actions.sign(tx.id, never)
    expect(await until(stage, tx.id, 'failed')).toMatchObject({ code: 'NONCE_MOVED', hash: null })
    expect(stage.sent).toEqual([])
  })

  it('can be looked at but has no id when something says no', async () => {
    const stage = await open()
    const result = await stage.actions.prepare({ kind: 'withdraw', input: { amount: '100000000' } }, never)
    expect(result).toMatchObject({ ready: false, preview: { call: { functionName: 'withdraw' } } })
    expect(unmet(result)).toContain('AMOUNT_WITHIN_FREE')
    expect(JSON.stringify(result, (_, v) => (typeof v === 'bigint' ? `${v}` : v))).not.toContain('"id"')
  })

  it('names the field and the problem of what was typed', async () => {
    const stage = await open()
    const typed = (amount: string) => stage.actions.prepare({ kind: 'deposit', input: { amount } }, never)
    await expect(typed('1,5')).rejects.toMatchObject({
      code: 'ACTION_INPUT_INVALID',
      meta: { field: 'amount', problem: 'AMOUNT_COMMA' }
    })
  })
})

describe('while it waits', () => {
  it('is replaced by the same with at least a tenth more', async () => {
    const stage = await open()
    const first = await prepared(stage, commission)
    await stage.actions.sign(first.id, never)
    await until(stage, first.id, 'published')
    const again = await stage.actions.replace(first.id, never)
    if (!again.ready) throw new Error(unmet(again).join())
    expect(again.tx).toMatchObject({ nonce: first.nonce, data: first.data, replaces: first.id })
    expect(again.tx.fees.maxFeePerGasWei * 10n).toBeGreaterThanOrEqual(first.fees.maxFeePerGasWei * 11n)
    await stage.actions.sign(again.tx.id, never)
    expect((await done(stage, again.tx.id)).stage).toBe('verified')
    expect(await until(stage, first.id, 'failed')).toMatchObject({ code: 'REPLACED', replacedBy: again.tx.id })
    expect(stage.sent.map(unsignedOnWire)).toEqual([first.unsigned, again.tx.unsigned])
    await expect(stage.actions.replace(first.id, never)).rejects.toMatchObject({ code: 'ACTION_NOT_WAITING' })
  })

  it('is not replaced beyond the fee limit of the operator', async () => {
    const stage = await open()
    const first = await prepared(stage, commission)
    await stage.actions.sign(first.id, never)
    await until(stage, first.id, 'published')
    const { maxFeePerGasWei } = first.fees
    await stage.stop()
    stages.pop()
    const tight = await open({
      journals: stage.journals,
      policy: { maxFeePerGasCapWei: (maxFeePerGasWei * 105n) / 100n }
    })
    await expect(tight.actions.replace(first.id, never)).rejects.toMatchObject({ code: 'FEE_CAP_REACHED' })
  })

  it('is cancelled on the device by a transfer of nothing', async () => {
    await toWithdrawable()
    const stage = await open()
    const first = await prepared(stage, { kind: 'withdraw', input: { amount: '3' } })
    await stage.actions.submitSignature(first.id, await signAsDevice(first, withdrawAccount()), never)
    await until(stage, first.id, 'published')
    const free = await read.assets('totalValidatorKroNotBonded', network.accounts.operator.address)
    const cancel = await stage.actions.cancel(first.id, never)
    if (!cancel.ready) throw new Error(unmet(cancel).join())
    expect(cancel.tx).toMatchObject({ step: 'cancel', to: withdrawAccount().address, data: '0x', nonce: first.nonce })
    expect((await signed(stage, cancel.tx, withdrawAccount())).stage).toBe('verified')
    expect(await until(stage, first.id, 'failed')).toMatchObject({ code: 'CANCELLED' })
    expect(await read.assets('totalValidatorKroNotBonded', network.accounts.operator.address)).toBe(free)
  })

  it('is mined although a cancellation was signed, when miners took it', async () => {
    const stage = await open()
    const first = await prepared(stage, commission)
    await stage.actions.sign(first.id, never)
    await until(stage, first.id, 'published')
    const cancel = await stage.actions.cancel(first.id, never)
    if (!cancel.ready) throw new Error(unmet(cancel).join())
    await stage.mine()
    await until(stage, first.id, 'verified')
    await stage.actions.sign(cancel.tx.id, never)
    expect(await until(stage, cancel.tx.id, 'failed')).toMatchObject({ code: 'NONCE_MOVED' })
  })

  it('makes way for the work of the validator', async () => {
    const stage = await open({ policy: { resendAfterMs: 300 } })
    const tx = await prepared(stage, commission)
    await stage.actions.sign(tx.id, never)
    await until(stage, tx.id, 'published')
    const { AssetManager, GovernanceToken } = network.addresses
    const { to, data } = asOwn(network.accounts.operator, GovernanceToken, approve(AssetManager, 9n))
    const gas = { percent: 150n, extra: 0n }
    const work = stage.queue?.submit(
      { purpose: 'submit-output:9', lane: 'submission', to, data, gas, recheck: async () => {} },
      never
    )
    for (let i = 0; i < 100 && stage.sent.length < 2; i++) await systemClock.sleep(50, never)
    await stage.mine()
    expect(await work).toMatchObject({ kind: 'confirmed' })
    expect(await until(stage, tx.id, 'failed')).toMatchObject({ code: 'DISPLACED' })
    expect(await read.manager('getPendingCommissionRate', network.accounts.operator.address)).toBe(0)
  })
})

describe('two sources of L1', () => {
  const revertsAlways = { error: { code: 3, message: 'execution reverted', data: '0xdeadbeef' } }
  it('have to agree', async () => {
    const liar = await startLocalHttp(({ id }, response) =>
      response.end(JSON.stringify({ jsonrpc: '2.0', id, ...revertsAlways }))
    )
    const stage = await open({ secondUrls: [liar.url] })
    const result = await stage.actions.prepare(commission, never)
    expect(unmet(result)).toEqual(['SOURCES_AGREE'])
    await liar.stop()
  })
  it('have to answer, both', async () => {
    const stage = await open({ secondUrls: ['http://127.0.0.1:9'] })
    expect(unmet(await stage.actions.prepare(commission, never))).toEqual(['SOURCES_AGREE'])
  })
  it('agree', async () => {
    const stage = await open({ secondUrls: [network.l1.httpUrl] })
    expect((await prepared(stage, commission)).simulations).toEqual([
      { source: 'primary', result: 'succeeds', revert: null },
      { source: 'second', result: 'succeeds', revert: null }
    ])
  })
})

describe('after a restart', () => {
  it('knows what it did, follows what it sent, and sends nothing again', async () => {
    const journals: StageOptions['journals'] = new Map()
    const first = await open({ journals })
    const old = await prepared(first, commission)
    const draft = await prepared(first, { kind: 'commission-init', input: { commission: '50' } })
    await first.actions.sign(old.id, never)
    await until(first, old.id, 'published')
    await first.stop()
    stages.pop()
    await network.mine(1)
    const second = await open({ journals })
    expect(await until(second, old.id, 'verified', 'failed')).toMatchObject({ stage: 'verified' })
    await expect(second.actions.sign(old.id, never)).rejects.toMatchObject({ code: 'ACTION_ALREADY_USED' })
    await expect(second.actions.sign(draft.id, never)).rejects.toMatchObject({ code: 'ACTION_UNKNOWN' })
    expect(second.sent).toEqual([])
  })

  it('says so when a transaction was never mined and its nonce is gone', async () => {
    const journals: StageOptions['journals'] = new Map()
    const first = await open({ journals })
    const old = await prepared(first, commission)
    await first.actions.sign(old.id, never)
    await until(first, old.id, 'published')
    await first.stop()
    stages.pop()
    await network.l1.rpc('anvil_dropAllTransactions')
    const { operator } = network.accounts
    await play(network, asOwn(operator, network.addresses.GovernanceToken, approve(network.addresses.AssetManager, 5n)))
    const second = await open({ journals })
    expect(await until(second, old.id, 'failed')).toMatchObject({ code: 'NONCE_CONFLICT' })
    const next = await prepared(second, commission)
    await expect(second.actions.sign(next.id, never)).rejects.toMatchObject({ code: 'SIGNING_PAUSED' })
    expect(second.sent).toEqual([])
  })
})
