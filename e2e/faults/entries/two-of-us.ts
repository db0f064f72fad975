import { join } from 'node:path'
import { operatorOf, ownIndex, somewhereIn, warpUntil } from '../../../main/practice/drills/challenge-stage.ts'
import { untilTurn } from '../../../main/practice/drills/game-record.ts'
import { minedTransactions } from '../../../main/practice/drills/l1-record.ts'
import { startMaliciousChallenger } from '../../../main/practice/malicious-challenger.ts'
import { openDataFolder } from '../../../main/store/data-folder.ts'
import { runApp } from '../../headless/run-app.ts'
import type { FaultContext, FaultEntry } from '../entry.ts'
import type { FaultStage } from '../stage/fault-stage.ts'
import { readyOperator } from '../stage/operator.ts'
import { expect, ownTransactions } from '../stage/own-work.ts'
import { waitingOf } from '../stage/pool.ts'
import { makeDue } from './rpc-reorgs.ts'

const gwei = 10n ** 9n

async function oneFolder({ folder }: FaultContext): Promise<string> {
  const shared = join(folder, 'data')
  const first = openDataFolder(shared)
  try {
    const second = runApp(['--headless', '--data', shared])
    const { code, err } = await second.ended
    expect('the second one ends with an error', code !== 0 && code !== null, code)
    expect('it says why', err.includes('Another instance already uses the data folder'), err)
    return `exit code ${code}: ${err.trim().split('\n').at(-1)?.replaceAll(shared, 'FOLDER')}`
  } finally {
    first.release()
  }
}

async function twoHosts(stage: FaultStage): Promise<string> {
  const roles = { submitter: true, challenger: false, publicRound: true }
  const one = await readyOperator(stage, { roles, folder: 'one' })
  const two = await readyOperator(stage, { roles, folder: 'two' })
  await makeDue(stage)
  const isPaused = (host: typeof one): boolean =>
    host.engine.snapshot().health.some(({ code }) => code === 'SIGNING_PAUSED')
  await stage.driver.until({ what: 'the submission', withinSec: 30 }, async () =>
    (await stage.read.oracle('nextOutputIndex')) > ownIndex ? true : null
  )
  await stage.driver.until(
    { what: 'one of them paused', withinSec: 40, stuck: () => `${one.describe()} ${two.describe()}` },
    () => (isPaused(one) || isPaused(two) ? true : null)
  )
  for (let i = 0; i < 3; i++) await stage.driver.step()
  const mined = await ownTransactions(stage)
  expect(
    'one transaction',
    mined.length === 1 && mined[0]?.succeeded === true,
    mined.map(({ call }) => call)
  )
  const paused = [one, two].filter(isPaused).length
  return `one submission on chain; ${paused} of 2 hosts paused after that one transaction`
}

async function disputeFirst(stage: FaultStage): Promise<string> {
  const { network, liar: validator, context, keep, driver } = stage
  const account = network.accounts.operator
  network.steerDraws((index) => (index <= ownIndex + 1n ? account : stage.idle).address)
  const operator = await readyOperator(stage, {
    ...{ roles: { submitter: true, challenger: false, publicRound: true }, fees: { resendAfterMs: 15_000 } }
  })
  await makeDue(stage)
  await driver.until({ what: 'our first output' }, async () =>
    (await stage.read.oracle('nextOutputIndex')) > ownIndex ? true : null
  )
  // The next submission is sent, and is at once too cheap for the blocks to come.
  const dueSec = Number(await stage.read.oracle('nextOutputMinL2Timestamp'))
  await warpUntil(stage, dueSec + 2)
  const find = async () => (await waitingOf(stage, account.address))[0] ?? null
  let waiting = await find()
  for (let i = 0; waiting === null && i < 500; i++) {
    await context.clock.sleep(20, context.signal)
    waiting = await find()
  }
  if (!waiting) throw new Error('the second submission was not sent within 10 s')
  network.setBaseFee(waiting.maxFeePerGas + gwei)
  const lieFrom = somewhereIn(stage, ownIndex)
  const liar = keep(await startMaliciousChallenger({ network, validator, lieFrom, ...context }))
  await driver.until({ what: 'the challenger' }, () => liar.ready.then(() => true))
  const game = { index: ownIndex, challenger: validator.address }
  await untilTurn(stage, game, 2)
  const calls = (await minedTransactions(network, { from: operatorOf(stage), sinceBlock: stage.sinceBlock })).map(
    ({ call, succeeded }) => (succeeded ? call : `${call} (reverted)`)
  )
  expect('the move came before the submission', calls.join() === 'submitL2Output,bisect', calls)
  network.setBaseFee(null)
  await network.mine(12)
  await driver.until({ what: 'the second submission', withinSec: 60, stuck: operator.describe }, async () =>
    (await ownTransactions(stage)).filter(({ call }) => call === 'submitL2Output').length === 2 ||
    (await stage.read.oracle('nextOutputIndex')) > ownIndex + 1n
      ? true
      : null
  )
  const mined = await ownTransactions(stage)
  expect(
    'none reverted',
    mined.every(({ succeeded }) => succeeded),
    mined
  )
  return `mined in this order: ${mined.map(({ call }) => call).join(', ')}`
}

export const twoOfUsEntries: FaultEntry[] = [
  {
    name: 'tx-two-instances-one-folder',
    injected: 'the app is started on a data folder that another instance uses',
    expected: 'the second one ends at once and says why; nothing is touched',
    run: oneFolder
  },
  {
    name: 'tx-two-hosts',
    injected: 'two installations with one key, both at work when an output is due',
    expected: 'one submission; they notice each other within one transaction, and one of them stops signing',
    run: ({ onStage }) => onStage(twoHosts)
  },
  {
    name: 'tx-dispute-while-output-pending',
    injected: 'a submission is stuck in the pool when our turn of a dispute comes',
    expected: 'the dispute goes first, in time; the submission follows; nothing twice, nothing reverted',
    run: ({ onStage }) => onStage(disputeFirst)
  }
]
