import { startEngineAlerts } from '../../../main/alerts/testing/engine-alerts.ts'
import { ownIndex, somewhereIn, warpUntil } from '../../../main/practice/drills/challenge-stage.ts'
import { untilTurn } from '../../../main/practice/drills/game-record.ts'
import { startMaliciousChallenger } from '../../../main/practice/malicious-challenger.ts'
import { practiceParams } from '../../../main/practice/params.ts'
import type { FaultEntry } from '../entry.ts'
import type { FaultStage } from '../stage/fault-stage.ts'
import { readyOperator } from '../stage/operator.ts'
import { expect, expectOnly, submitsRightly } from '../stage/own-work.ts'
import { mineUntil } from '../stage/reorg.ts'
import { createShiftedClock } from '../stage/shifted-clock.ts'
import { waitFor } from '../stage/wait.ts'

const asleepSec = 70 * 60
const beforeChallengeSec = 40 * 60
/** Turns of an hour, as on mainnet, so that one that began in the sleep can still be played. */
const params = {
  ...practiceParams,
  bisectionTimeout: 3_600,
  provingTimeout: 28_800,
  creationPeriod: 518_400,
  finalizationPeriod: 604_800
}

async function sleepsThrough(stage: FaultStage): Promise<string> {
  const { network, liar: validator, context, keep, driver, primary, spare, rollup, l2 } = stage
  const clock = createShiftedClock()
  clock.showSec(network.nowSec())
  const operator = await readyOperator(stage, { ports: { clock }, rpc: { l1: [primary.wsUrl, spare.httpUrl] } })
  const alerts = keep(await startEngineAlerts(operator.engine, clock))
  await submitsRightly(stage)
  await driver.until({ what: 'the operator’s view of it' }, () =>
    operator.engine.snapshot().outputs.some(({ mine }) => mine) ? true : null
  )
  const proxies = [primary, spare, rollup, l2]
  primary.cutSockets()
  for (const proxy of proxies) proxy.inject({ fault: { kind: 'time-out' } })
  const sinceSec = network.nowSec()
  const lieFrom = somewhereIn(stage, ownIndex)
  await warpUntil(stage, sinceSec + beforeChallengeSec)
  const liar = keep(await startMaliciousChallenger({ network, validator, lieFrom, ...context }))
  await driver.until({ what: 'the challenger' }, () => liar.ready.then(() => true))
  await mineUntil(stage, { account: validator.address, call: 'createChallenge' })
  await warpUntil(stage, sinceSec + asleepSec)
  expect('nothing was seen in its sleep', operator.engine.snapshot().challenges.length === 0)
  for (const proxy of proxies) proxy.clear()
  clock.showSec(network.nowSec())
  await driver.until({ what: 'the challenge found', stuck: operator.describe, withinSec: 60 }, () =>
    operator.engine.snapshot().challenges.length > 0 ? true : null
  )
  await untilTurn(stage, { index: ownIndex, challenger: validator.address }, 2)
  await expectOnly(stage, ['submitL2Output', 'bisect'])
  const told = await waitFor(context, { what: 'word of the sleep' }, () =>
    alerts.times('APP_ASLEEP').webhook > 0 ? 1 : null
  )
  const { chain } = operator.engine.snapshot()
  const offSec = Math.abs((chain?.l1.timestampSec ?? 0) - network.nowSec())
  expect('the clocks show chain time', offSec <= 5, offSec)
  return `challenge found and turn 2 played in its last half hour, once; head ${offSec} s from the chain's; "was asleep" told ${told} time`
}

export const suspendedEntry: FaultEntry = {
  name: 'events-suspended-70-min',
  injected:
    'for 70 minutes of chain time and of the own clock nothing is seen and nothing runs; our output is challenged meanwhile, in turns of an hour',
  expected: 'clocks follow the chain, the challenge is found and answered in time, once; alert "was asleep"',
  run: ({ onStage }) => onStage(sleepsThrough, params)
}
