import { describe, expect, it } from 'vitest'
import type { ContractAddresses } from '../../../shared/contracts/networks.ts'
import type { Address } from '../../../shared/domain/hex.ts'
import { ManualClock } from '../runtime/manual-clock.ts'
import { onceRequest } from '../tx/testing/once-contract.ts'
import { silentLog } from '../tx/testing/silent-log.ts'
import type { TxRequest } from '../tx/types.ts'
import { type Act, actRules } from './act-rules.ts'
import { createSecondSource } from './create-second-source.ts'
import { factReads } from './facts.ts'
import { ModelSource } from './testing/model-source.ts'

const address = (n: number): Address => `0x${n.toString(16).padStart(40, '0')}`
const addresses: ContractAddresses = {
  L2OutputOracle: address(1),
  Colosseum: address(2),
  ValidatorPool: address(3),
  ValidatorManager: address(4),
  AssetManager: address(5),
  SecurityCouncil: address(6),
  ZKProofVerifier: address(7),
  GovernanceToken: address(8)
}
const validator = address(9)
const challenger = address(10)
const { signal } = new AbortController()

const purposes: Partial<Record<Act, string>> = {
  'submit-output': 'submit-output:3',
  'create-challenge': 'create-challenge:3',
  bisect: `bisect:3:${challenger}:2`,
  prove: `prove:3:${challenger}`,
  'challenger-timeout': `challenger-timeout:3:${challenger}`,
  'cancel-challenge': 'cancel-challenge:3'
}
const acts = Object.keys(actRules) as Act[]
const purposeOf = (act: Act): string => purposes[act] ?? `action:9f:${act}`
const readsOf = (act: Act): string[] =>
  Object.keys(factReads(actRules[act].facts, { addresses, validator, outputIndex: 3n, challenger: null }))

function stage(act: Act, over: { nowSec?: number; others?: number } = {}) {
  const clock = new ManualClock(0)
  const first = new ModelSource('https://one.example', readsOf(act))
  const second = new ModelSource('https://two.example', readsOf(act))
  const service = createSecondSource({
    ...{ addresses, validator, clock, log: silentLog },
    sources: [first.source(), second.source()],
    chainNowSec: () => over.nowSec ?? 2_000
  })
  const check = (request: Partial<TxRequest> = {}) => {
    const whole = { ...onceRequest(1), purpose: purposeOf(act), ...request }
    return service.check({ request: whole, account: validator, gas: 100_000n }, signal)
  }
  return { clock, first, second, service, check }
}

const common = ['chain id', 'block', 'ETH balance', 'nonce', 'base fee of the block', 'base fee', 'tip', 'call']
const cells = acts.flatMap((act) => [...common, ...readsOf(act)].map((field) => [act, field] as const))

describe('a node that lies about one thing', () => {
  it.each(cells)('stops %s: %s', async (act, field) => {
    const { second, check, service } = stage(act)
    second.lie = field
    await expect(check()).rejects.toMatchObject({ code: 'SOURCES_DISAGREE', retryable: false })
    expect(service.objections()).toMatchObject([
      { act, field, sources: ['https://one.example', 'https://two.example'], insisted: false }
    ])
    second.lie = null
    await check()
    expect(service.objections()).toEqual([])
  })

  it('names both endpoints and both values', async () => {
    const { first, check } = stage('submit-output')
    first.lie = 'ValidatorManager.inJail'
    await expect(check()).rejects.toMatchObject({
      message:
        'Two L1 endpoints contradict each other about ValidatorManager.inJail: https://one.example says true, https://two.example says false. Nothing was signed.'
    })
  })

  it('is asked again beside the act, and the objection ends when it agrees', async () => {
    const { second, check, service } = stage('submit-output')
    second.lie = 'nonce'
    await check().catch(() => {})
    await service.review(signal)
    expect(service.objections()).toHaveLength(1)
    second.lie = null
    await service.review(signal)
    expect(service.objections()).toEqual([])
  })

  it('is forgotten when nobody wants the act any more', async () => {
    const { clock, second, check, service } = stage('submit-output')
    second.lie = 'nonce'
    await check().catch(() => {})
    await clock.advance(600_000)
    await service.review(signal)
    expect(service.objections()).toEqual([])
  })

  it('does not cost a bond by being late: near the deadline the move is made, loudly', async () => {
    const { second, check, service } = stage('bisect', { nowSec: 2_000 })
    second.lie = 'Colosseum.getStatus'
    await expect(check({ insistFromSec: 2_001 })).rejects.toMatchObject({ code: 'SOURCES_DISAGREE' })
    await check({ insistFromSec: 2_000 })
    expect(service.objections()).toMatchObject([{ act: 'bisect', field: 'Colosseum.getStatus', insisted: true }])
  })

  it('never makes an output be submitted in spite of it', async () => {
    const { second, check } = stage('submit-output')
    second.lie = 'L2OutputOracle.nextBlockNumber'
    await expect(check({ insistFromSec: 0 })).rejects.toMatchObject({ code: 'SOURCES_DISAGREE' })
  })
})

describe('a second source that says nothing', () => {
  const mayWait: Act[] = acts.filter((act) => actRules[act].whenSilent === 'stop')
  const mayNot: Act[] = acts.filter((act) => actRules[act].whenSilent === 'go-on')

  it.each(mayNot)('dead: %s goes ahead, and it is told', async (act) => {
    const { second, check, service } = stage(act)
    second.state = 'dead'
    await check()
    expect(service.silent()).toEqual([{ origin: 'https://two.example', why: 'RPC_UNAVAILABLE' }])
    second.state = 'up'
    await check()
    expect(service.silent()).toEqual([])
  })

  it.each(mayWait)('dead: %s is refused, and may be tried again', async (act) => {
    const { second, check } = stage(act)
    second.state = 'dead'
    await expect(check()).rejects.toMatchObject({ code: 'SECOND_SOURCE_SILENT', retryable: false })
    second.state = 'up'
    await check()
  })

  it.each(mayNot)('mute: %s waits no longer than its rule says', async (act) => {
    const { clock, second, check, service } = stage(act)
    second.state = 'mute'
    let done = false
    const work = check().then(() => {
      done = true
    })
    await clock.advance(actRules[act].waitMs / 2 - 1)
    expect(done).toBe(false)
    await clock.advance(1)
    await work
    expect(service.silent()).toMatchObject([{ origin: 'https://two.example' }])
    expect(clock.sleeping).toBe(0)
  })

  it('a few blocks behind: compared at the older block', async () => {
    const { second, check, service } = stage('submit-output')
    second.head = 96n
    await check()
    expect(service.silent()).toEqual([])
    second.lie = 'nonce'
    await expect(check()).rejects.toMatchObject({ code: 'SOURCES_DISAGREE' })
  })

  it('far behind: does not count, and is named with how far', async () => {
    const { second, check, service } = stage('submit-output')
    second.head = 40n
    second.lie = 'nonce'
    await check()
    expect(service.silent()).toEqual([{ origin: 'https://two.example', why: '60 blocks behind' }])
  })

  it('the favourite may be the silent one', async () => {
    const { first, check, service } = stage('submit-output')
    first.state = 'dead'
    await check()
    expect(service.silent()).toMatchObject([{ origin: 'https://one.example' }])
  })

  it('is given up when the act is called off', async () => {
    const { second, service } = stage('submit-output')
    second.state = 'mute'
    const own = new AbortController()
    const request = { ...onceRequest(1), purpose: 'submit-output:3' }
    const work = service.check({ request, account: validator, gas: null }, own.signal)
    own.abort()
    await expect(work).rejects.toMatchObject({ code: 'ABORTED' })
  })
})

describe('what it costs', () => {
  it('asks each source for eight things at most', async () => {
    const { first, second, check } = stage('submit-output')
    await check()
    expect([first.requests, second.requests]).toEqual([7, 7])
  })
})
