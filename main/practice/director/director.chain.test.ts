import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Address } from '../../../shared/domain/hex.ts'
import type { PracticeStory } from '../../../shared/domain/practice-scene.ts'
import { systemClock as clock } from '../../engine/runtime/clock.ts'
import type { Bots } from '../bots.ts'
import { startBots } from '../bots.ts'
import { createBlockDriver } from '../drills/block-driver.ts'
import { type PracticeNetwork, startPracticeNetwork } from '../network.ts'
import { type PracticeEngine, startPracticeEngine } from '../practice-engine.ts'
import { type ProtocolReader, protocolReader } from '../read-contract.ts'
import { createDirector, type Director } from './director.ts'

const log = { debug() {}, info() {}, warn() {}, error() {} }
const life = new AbortController()
let network: PracticeNetwork
let bots: Bots
let operator: PracticeEngine
let director: Director
let read: ProtocolReader

const story = (name: PracticeStory, on: boolean) => director.direct({ kind: 'story', story: name, on })
const views = async () => Object.fromEntries((await director.scene()).stories.map((view) => [view.story, view]))

describe('the director of a practice network', { timeout: 120_000 }, () => {
  beforeAll(async () => {
    network = await startPracticeNetwork({ seed: 77, mining: 'manual', clock, log, signal: life.signal })
    bots = startBots({ network, clock, log, signal: life.signal })
    operator = startPracticeEngine({
      network,
      validator: network.accounts.operator,
      roles: { submitter: true, challenger: true },
      clock,
      log
    })
    await operator.ready
    read = protocolReader(network)
    director = createDirector({ network, bots, clock, log })
  })
  afterAll(async () => {
    await director.stop()
    await operator.stop()
    await bots.stop()
    await network.stop()
    life.abort()
  })

  it('moves the time of both chains', async () => {
    const before = network.nowSec()
    const { nowSec } = await director.direct({ kind: 'skip', seconds: 5 })
    expect(nowSec).toBe(before + 5)
  })

  it('lets one validator submit a wrong root and another challenge a right one; the operator answers both', async () => {
    const next = await read.oracle('nextOutputIndex')
    await story('villain', true)
    await story('villain', true)
    await story('wrong-challenge', true)
    expect(await views()).toMatchObject({
      villain: { on: true, outputIndex: next + 1n, submitted: false },
      'wrong-challenge': { on: true, outputIndex: next + 2n, submitted: false }
    })
    const challenged = (outputIndex: bigint, challenger: string | undefined) => () =>
      operator.events.some(
        (e) =>
          e.type === 'challenge.created' && e.outputIndex === outputIndex && e.challenger === challenger?.toLowerCase()
      )
    const { operator: me, bots: others } = network.accounts
    await untilThen('the challenge of the wrong output', challenged(next + 1n, me.address))
    expect((await views()).villain).toMatchObject({ submitted: true })
    await untilThen('the challenge of the operator’s output', challenged(next + 2n, others[0]?.address))

    await story('villain', false)
    await story('wrong-challenge', false)
    expect(Object.values(await views()).every(({ on }) => !on)).toBe(true)
  })

  it('draws the operator for every round, which takes one that is away to jail', async () => {
    await operator.stop()
    await story('my-rounds', true)
    expect((await views())['my-rounds']).toMatchObject({ on: true, outputIndex: null })
    const { address } = network.accounts.operator
    await untilThen('jail', () => read.manager('inJail', address), address)
    await story('my-rounds', false)
  })
})

/** Skips what nobody has to do anything in: the time until an output is due, and a round whose validator is `away`. */
async function untilThen(what: string, holds: () => boolean | Promise<boolean>, away?: Address): Promise<void> {
  const driver = createBlockDriver(network, { clock, signal: life.signal })
  await driver.until({ what, withinSec: 90 }, async () => {
    if (await holds()) return true
    const due = Number(await read.oracle('nextOutputMinL2Timestamp'))
    const isAway = away !== undefined && (await read.manager('nextValidator')) === away
    const wanted = isAway ? due + network.params.roundDuration : due
    if (wanted > network.nowSec() + 3 && (await idle()))
      await director.direct({ kind: 'skip', seconds: wanted - network.nowSec() - 2 })
    return null
  })
}

const idle = async (): Promise<boolean> =>
  BigInt((await network.l1.rpc<{ pending: string }>('txpool_status')).pending) === 0n
