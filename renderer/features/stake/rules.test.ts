import { describe, expect, it } from 'vitest'
import type { Condition, PreparedTx } from '../../../shared/domain/action.ts'
import type { ActionView } from '../../../shared/domain/action-view.ts'
import { actionsDouble } from '../../dev/action-double.ts'
import { availability, offeredKinds } from './availability.ts'
import { stakeClocks } from './clocks.ts'
import { consequenceRows } from './consequences.ts'
import { deviceFields } from './device-fields.ts'
import { ledgerInstructions } from './ledger-steps.ts'
import { mainValue } from './main-value.ts'

const now = 100_000
const { view } = actionsDouble(now)
const kro = (amount: number): bigint => BigInt(amount) * 10n ** 18n

const condition = (over: Partial<Condition>): Condition => ({
  code: 'AMOUNT_POSITIVE',
  verdict: 'met',
  blocking: true,
  value: null,
  wanted: null,
  untilSec: null,
  field: null,
  ...over
})

describe('availability', () => {
  it('says yes, no with the first obstacle, or what it depends on', () => {
    expect(availability([condition({})])).toEqual({ state: 'yes' })
    expect(availability([condition({ verdict: 'unknown' })])).toEqual({ state: 'depends' })
    const obstacle = condition({ verdict: 'unmet', code: 'JAIL_TERM_OVER' })
    expect(availability([condition({ verdict: 'unknown' }), obstacle])).toEqual({ state: 'no', obstacle })
  })

  it('takes warnings as no obstacle', () => {
    expect(availability([condition({ verdict: 'unmet', blocking: false })])).toEqual({ state: 'yes' })
  })

  it('tells what nobody needs from what nobody may', () => {
    for (const code of ['STATUS_READY', 'IN_JAIL', 'COMMISSION_CHANGE_INITIATED'] as const)
      expect(
        availability([condition({ verdict: 'unmet', code: 'NOT_IN_JAIL' }), condition({ verdict: 'unmet', code })])
      ).toMatchObject({ state: 'needless', obstacle: { code } })
  })
})

describe('offeredKinds', () => {
  it('offers registration to who is not registered, and nothing else', () => {
    expect(offeredKinds({ status: 'NONE', v1BalanceWei: 0n }, false)).toEqual(['register'])
  })

  it('offers the old pool where something is left in it', () => {
    expect(offeredKinds({ status: 'ACTIVE', v1BalanceWei: 0n }, false).some((kind) => kind.startsWith('v1'))).toBe(
      false
    )
    expect(offeredKinds({ status: 'ACTIVE', v1BalanceWei: 0n }, true).filter((kind) => kind.startsWith('v1'))).toEqual([
      'v1-unbond'
    ])
    expect(
      offeredKinds({ status: 'ACTIVE', v1BalanceWei: 1n }, false).filter((kind) => kind.startsWith('v1'))
    ).toHaveLength(3)
  })
})

describe('stakeClocks', () => {
  const words = (over: Partial<ActionView>, at = now) =>
    stakeClocks({ ...view, ...over }, at).map(({ toSec, word, ready }) => toSec ?? (ready ? `ready: ${word}` : word))

  it('runs to the later of the two moments that a withdrawal waits for, and is over in that second', () => {
    const both = { canWithdrawAtSec: now + 10, jailExpiresAtSec: now + 20 }
    expect(words(both)[0]).toBe(now + 20)
    expect(words(both, now + 19)[0]).toBe(now + 20)
    expect(words(both, now + 20)[0]).toBe('ready: possible now')
  })

  it('has no clock for what is not there', () => {
    expect(words({ withdrawAccount: null })).toEqual(['set by the registration', 'not in jail', 'none under way'])
  })

  it('follows jail and commission', () => {
    const over = { inJail: true, jailExpiresAtSec: now - 1, canFinalizeAtSec: now + 5, pendingCommissionPercent: 12 }
    expect(words(over).slice(1)).toEqual(['ready: term over: unjail', now + 5])
    expect(words(over, now + 5)[2]).toBe('ready: 12 % can be finalized')
  })
})

describe('consequenceRows', () => {
  const none = {
    statusAfter: null,
    priorityChanceBefore: null,
    priorityChanceAfter: null,
    ownKroAfterWei: null,
    freeKroAfterWei: null,
    nextBondCovered: null,
    canWithdrawAtSec: null,
    commissionAfterPercent: null,
    canFinalizeAtSec: null
  }

  it('shows what applies and changes, only', () => {
    expect(consequenceRows(none, view)).toEqual({ rows: [], warnings: [] })
    const { rows } = consequenceRows({ ...none, ownKroAfterWei: kro(99_000), freeKroAfterWei: view.freeKroWei }, view)
    expect(rows).toEqual([{ label: 'Own KRO', kind: 'kro', before: kro(100_000), after: kro(99_000) }])
  })

  it('warns who leaves, who drops out, and who cannot pay the next bond', () => {
    const warned = (over: object) => consequenceRows({ ...none, ...over }, view).warnings.join()
    expect(warned({ statusAfter: 'EXITED' })).toContain('leaves')
    expect(warned({ statusAfter: 'REGISTERED' })).toContain('not drawn')
    expect(warned({ statusAfter: 'ACTIVE', nextBondCovered: false })).toContain('bond')
    expect(warned({ statusAfter: 'ACTIVE', nextBondCovered: true })).toBe('')
  })
})

describe('deviceFields', () => {
  const tx: Parameters<typeof deviceFields>[0] = {
    step: 'call',
    signer: { address: '0xDad77910DbDFdE764fC21FCD4E74D71bBACA6D8D', role: 'withdraw', means: 'device' },
    to: '0x90F79bf6EB2c4f870365E785982E1f101E93b906',
    data: '0xf3fef3a3',
    valueWei: 0n,
    maxCostWei: 5_080_000_000_000_000n,
    chainId: 900,
    deviceHash: '0x11'
  }
  const lines = (over: object = {}) => deviceFields({ ...tx, ...over }).map(({ label, value }) => `${label}: ${value}`)

  it('are the lines of the Ethereum app for a call that is signed blindly', () => {
    expect(lines()).toEqual([
      'From: 0xDad77910DbDFdE764fC21FCD4E74D71bBACA6D8D',
      'To: 0x90F79bf6EB2c4f870365E785982E1f101E93b906',
      'Max fees: ETH 0.00508',
      'Network: 900',
      'Transaction hash: 0x11'
    ])
  })

  it('name the network where the app knows it, and mainnet not at all', () => {
    expect(lines({ chainId: 11_155_111 })).toContain('Network: Sepolia')
    expect(lines({ chainId: 1 }).some((line) => line.startsWith('Network'))).toBe(false)
  })

  it('are two for an approval, and have an amount instead of a hash for a transfer', () => {
    expect(lines({ step: 'approve' })).toHaveLength(2)
    expect(lines({ step: 'cancel', data: '0x' }).map((line) => line.split(':')[0])).toEqual([
      'From',
      'Amount',
      'To',
      'Max fees',
      'Network'
    ])
  })
})

describe('ledgerInstructions', () => {
  const states = (signing: Parameters<typeof ledgerInstructions>[0], blind = true) =>
    ledgerInstructions(signing, { blind }).map(({ state }) => state)

  it('go with the hands: before, during and after the review', () => {
    expect(states({ state: 'idle' })).toEqual(['current', 'current', 'current', 'later', 'later'])
    expect(states({ state: 'busy', step: 'searching' })).toEqual(states({ state: 'idle' }))
    expect(states({ state: 'busy', step: 'reviewing' })).toEqual(['done', 'done', 'done', 'current', 'current'])
    expect(states({ state: 'busy', step: 'sending' })).toEqual(Array(5).fill('done'))
  })

  it('ask for blind signing only where it is needed', () => {
    expect(states({ state: 'idle' }, false)).toHaveLength(4)
  })
})

describe('mainValue', () => {
  const of = (...args: PreparedTx['call']['args']) => mainValue({ call: { contract: null, functionName: null, args } })

  it('is the amount or the rate, wherever it stands', () => {
    expect(
      of(
        { name: 'validator', value: { unit: 'address', value: '0x1' } },
        { name: 'assets', value: { unit: 'kro-wei', value: kro(1_000) } }
      )
    ).toBe('1,000 KRO')
    expect(of({ name: 'rate', value: { unit: 'percent', value: 12 } })).toBe('12 %')
    expect(of()).toBe('')
  })
})
