import { validatorStatuses } from '../../../shared/domain/validator.ts'
import { type PracticeNetwork, startPracticeNetwork } from '../network.ts'
import { protocolReader } from '../read-contract.ts'
import { createBlockDriver } from './block-driver.ts'
import { type Drill, type DrillContext, type DrillFacts, expectEqual } from './drill.ts'
import { missRounds } from './miss-rounds.ts'
import { type OperatorEngine, startOperatorEngine } from './operator-engine.ts'
import { operatorHands } from './operator-hands.ts'

/** Three missed rounds, jail, and out of it by the timer. */
export const jailUnjailDrill: Drill = {
  name: 'jail-unjail',
  about: 'three missed priority rounds jail the validator; the timer sends tryUnjail when the term is over',
  async run(context) {
    const { preset, seed, clock, log, signal } = context
    const network = await startPracticeNetwork({ preset, seed, clock, log, signal, mining: 'manual' })
    let operator: OperatorEngine | null = null
    try {
      const timers = { unjail: true, finalizeCommission: false }
      operator = await startOperatorEngine(context, network, { roles: { submitter: false }, timers })
      return await play(context, network, operator)
    } finally {
      await operator?.stop()
      await network.stop()
    }
  }
}

async function play(
  context: DrillContext,
  network: PracticeNetwork,
  { engine, events }: OperatorEngine
): Promise<DrillFacts> {
  const { address } = network.accounts.operator
  const driver = createBlockDriver(network, context)
  const hands = await operatorHands(engine, driver, context)
  const read = protocolReader(network)
  expectEqual('not in jail', (await hands.refusals({ kind: 'unjail', input: {} }))[0], 'IN_JAIL')

  await missRounds(network, address, 3)
  expectEqual('in jail after three misses', await read.manager('inJail', address), true)
  expectEqual('status in jail', validatorStatuses[await read.manager('getStatus', address)], 'READY')
  await driver.until(
    { what: 'the engine hears of the jail' },
    () => events.find(({ type }) => type === 'validator.jailed') ?? null
  )
  const expiresSec = Number(await read.manager('jailExpiresAt', address))
  context.say(`in jail until ${expiresSec}`)
  await network.warp(expiresSec - 2 - network.nowSec())
  expectEqual('before the term is over', (await hands.refusals({ kind: 'unjail', input: {} }))[0], 'JAIL_TERM_OVER')
  expectEqual('nothing was sent yet', (await hands.actions.list()).length, 0)

  await network.warp(2)
  const record = await driver.until({ what: 'the timer leaves the jail' }, async () => {
    const [newest] = await hands.actions.list()
    return newest?.stage === 'verified' ? newest : null
  })
  expectEqual(
    'who did it',
    [record.by, record.tx.kind, record.proof?.event?.name],
    ['timer', 'unjail', 'ValidatorUnjailed']
  )
  expectEqual('in jail', await read.manager('inJail', address), false)
  expectEqual('status', validatorStatuses[await read.manager('getStatus', address)], 'ACTIVE')
  expectEqual('misses', await read.manager('noSubmissionCount', address), 0)
  const told = events.some((e) => e.type === 'action.changed' && e.by === 'timer' && e.stage === 'verified')
  expectEqual('the log tells of it', told, true)
  return { jailedUntilSec: expiresSec, hash: record.hash, gasUsed: Number(record.gasUsed), misses: 3 }
}
