import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { validatorManagerAbi } from '../../../shared/contracts/abi/validator-manager.ts'
import { missRounds } from '../../practice/drills/miss-rounds.ts'
import { type PracticeNetwork, startPracticeNetwork } from '../../practice/network.ts'
import { type ProtocolReader, protocolReader } from '../../practice/read-contract.ts'
import { systemClock } from '../runtime/clock.ts'
import { silentLog as log } from '../tx/testing/silent-log.ts'
import { asOwn, play, type Stage, startStage } from './testing/action-stage.ts'
import { createTimers, type TimerSettings } from './timers.ts'

const never = new AbortController().signal
let network: PracticeNetwork
let read: ProtocolReader
let base: Awaited<ReturnType<PracticeNetwork['snapshot']>>
let stage: Stage
let stopTimers: () => Promise<void> = async () => {}
const operator = () => network.accounts.operator

beforeAll(async () => {
  network = await startPracticeNetwork({ seed: 24, mining: 'manual', log, signal: never })
  read = protocolReader(network)
  await play(
    network,
    asOwn(operator(), network.addresses.ValidatorManager, {
      abi: validatorManagerAbi,
      functionName: 'initCommissionChange',
      args: [33]
    })
  )
  await missRounds(network, operator().address, 3)
  base = await network.snapshot()
}, 60_000)
beforeEach(async () => {
  await network.revert(base)
  await network.l1.rpc('anvil_dropAllTransactions')
  base = await network.snapshot()
})
afterEach(async () => {
  await stopTimers()
  await stage.stop()
})
afterAll(() => network?.stop())

async function start(settings: TimerSettings, { hot = true, resendAfterMs = 60_000 } = {}): Promise<void> {
  stage = await startStage({ network, who: operator(), hot })
  const life = new AbortController()
  const { actions, signFor } = stage
  const timers = createTimers({ actions, signFor, settings, clock: systemClock, log, everyMs: 50, resendAfterMs })
  const running = timers.run({ signal: life.signal, ready: () => {} }).catch(() => {})
  stopTimers = async () => {
    life.abort()
    await running
  }
}
async function mineWhile<T>(holds: () => Promise<T | null | false>, tries = 60): Promise<T | null> {
  for (let i = 0; i < tries; i++) {
    const found = await holds()
    if (found) return found
    await systemClock.sleep(50, never)
    if (i % 4 === 3) await stage.mine()
  }
  return null
}
const jailed = async () => read.manager('inJail', operator().address)
const verified = async () => {
  const list = await stage.actions.list()
  return list.some(({ stage: at }) => at === 'verified') ? list : null
}
const goPast = async (sec: bigint | number, by = 0) => network.warp(Number(sec) + by - network.nowSec())

describe('the timers', () => {
  it('leave the jail when the term is over, not before, and say that it was them', async () => {
    await start({ unjail: true, finalizeCommission: false })
    await goPast(await read.manager('jailExpiresAt', operator().address), -3)
    await systemClock.sleep(300, never)
    expect(await stage.actions.list()).toEqual([])
    await stage.mine()
    await stage.mine()
    const list = await mineWhile(verified)
    expect(list?.map(({ by, tx, proof }) => [by, tx.kind, proof?.event?.name])).toEqual([
      ['timer', 'unjail', 'ValidatorUnjailed']
    ])
    expect(await jailed()).toBe(false)
    expect(stage.sent).toHaveLength(1)
    expect(stage.events).toContainEqual(
      expect.objectContaining({ type: 'action.changed', kind: 'unjail', by: 'timer', stage: 'verified' })
    )
  })

  it('finalize the commission when its delay is over, once the jail lets them', async () => {
    await start({ unjail: true, finalizeCommission: true })
    await goPast(await read.manager('canFinalizeCommissionChangeAt', operator().address), 200)
    await mineWhile(async () => (await read.manager('getCommissionRate', operator().address)) === 33)
    expect(await read.manager('getCommissionRate', operator().address)).toBe(33)
    expect(await jailed()).toBe(false)
    const kinds = (await stage.actions.list()).map(({ tx }) => tx.kind)
    expect(kinds).toEqual(['commission-finalize', 'unjail'])
  })

  it('do nothing that was not asked for', async () => {
    await start({ unjail: false, finalizeCommission: false })
    await goPast(await read.manager('jailExpiresAt', operator().address), 300)
    await systemClock.sleep(300, never)
    expect(await stage.actions.list()).toEqual([])
  })

  it('do nothing where the key is on a device', async () => {
    await start({ unjail: true, finalizeCommission: true }, { hot: false })
    await goPast(await read.manager('jailExpiresAt', operator().address), 300)
    await systemClock.sleep(300, never)
    expect(await stage.actions.list()).toEqual([])
    expect(stage.sent).toEqual([])
  })

  it('raise what is stuck', async () => {
    await start({ unjail: true, finalizeCommission: false }, { resendAfterMs: 200 })
    await goPast(await read.manager('jailExpiresAt', operator().address))
    for (let i = 0; i < 60 && stage.sent.length < 2; i++) await systemClock.sleep(50, never)
    expect(stage.sent.length).toBeGreaterThanOrEqual(2)
    await mineWhile(verified)
    expect(await jailed()).toBe(false)
    const list = await stage.actions.list()
    expect(list.filter(({ stage: at }) => at === 'verified')).toHaveLength(1)
    expect(new Set(list.map(({ tx }) => tx.nonce)).size).toBe(1)
  })
})
