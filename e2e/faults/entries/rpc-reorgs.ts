import { independentRoot, minedSubmission } from '../../../main/practice/drills/chain-facts.ts'
import { operatorOf, ownIndex, somewhereIn, warpUntil } from '../../../main/practice/drills/challenge-stage.ts'
import { expectEqual } from '../../../main/practice/drills/drill.ts'
import { untilTurn } from '../../../main/practice/drills/game-record.ts'
import { startMaliciousChallenger } from '../../../main/practice/malicious-challenger.ts'
import type { FaultEntry } from '../entry.ts'
import type { FaultStage } from '../stage/fault-stage.ts'
import { type Operator, readyOperator } from '../stage/operator.ts'
import { expect, expectOnly, ownTransactions } from '../stage/own-work.ts'
import { takeBack } from '../stage/reorg.ts'

const depths = [1, 3, 10]
const told =
  ({ events }: Operator, type: string, purpose: RegExp) =>
  (): boolean =>
    events.some((event) => event.type === type && 'purpose' in event && purpose.test(event.purpose))

/** The next output becomes due. */
export async function makeDue(stage: FaultStage): Promise<void> {
  const dueSec = Number(await stage.read.oracle('nextOutputMinL2Timestamp'))
  await warpUntil(stage, dueSec + 2 * stage.network.params.l2BlockTime)
}

async function overOutput(stage: FaultStage, depth: number): Promise<string> {
  const operator = await readyOperator(stage, { roles: { submitter: true, challenger: false, publicRound: true } })
  await makeDue(stage)
  const first = await takeBack(stage, {
    ...{ account: operatorOf(stage), call: 'submitL2Output', depth },
    noticed: told(operator, 'tx.confirmed', /^submit-output/)
  })
  await stage.driver.until(
    { what: 'the output again', withinSec: 15, stuck: () => operator.complaints.join(', ') },
    async () => ((await stage.read.oracle('nextOutputIndex')) > ownIndex ? true : null)
  )
  const { root, l2BlockNumber } = await minedSubmission(stage.network, ownIndex)
  expectEqual('root of the output', root, await independentRoot(stage.network, l2BlockNumber))
  const [again] = await expectOnly(stage, ['submitL2Output'])
  expect('the engine noticed', operator.complaints.includes('tx.reorged'), operator.complaints)
  return `${depth} blocks back, submitted again ${again?.hash === first ? 'as it was' : 'anew'}, right root, nothing twice`
}

/** The operator's output is challenged without a reason. */
async function game(stage: FaultStage): Promise<Operator> {
  const { network, liar: validator, context, keep, driver } = stage
  const operator = await readyOperator(stage)
  const lieFrom = somewhereIn(stage, ownIndex)
  const liar = keep(await startMaliciousChallenger({ network, validator, lieFrom, ...context }))
  await driver.until({ what: 'the challenger' }, () => liar.ready.then(() => true))
  await makeDue(stage)
  return operator
}

async function overGame(stage: FaultStage, call: 'createChallenge' | 'bisect', depth: number): Promise<string> {
  const operator = await game(stage)
  const own = call === 'bisect'
  const seesGame = (): boolean => operator.engine.snapshot().challenges.length > 0
  await takeBack(stage, {
    ...{ account: own ? operatorOf(stage) : stage.liar.address, call, depth },
    noticed: own ? told(operator, 'tx.confirmed', /^bisect/) : seesGame
  })
  const id = { index: ownIndex, challenger: stage.liar.address }
  await untilTurn(stage, id, 4)
  const mined = await ownTransactions(stage)
  const played = mined.filter(({ succeeded }) => succeeded).map(({ call }) => call)
  expectEqual('what stands on chain', played, ['submitL2Output', 'bisect', 'bisect'])
  const early = mined.length - played.length
  const repeats = early > 0 ? `; ${early} that a node had put back reverted, and was played anew` : ''
  return `${depth} blocks back; turns 2 and 4 stand once each, in time${repeats}`
}

const over = (
  what: string,
  words: string,
  expected: string,
  play: (stage: FaultStage, depth: number) => Promise<string>
): FaultEntry[] =>
  depths.map((depth) => ({
    name: `rpc-reorg-${what}-${depth}`,
    injected: `a reorg of ${depth} ${depth === 1 ? 'block' : 'blocks'} takes ${words} back after it was noticed`,
    expected,
    run: ({ onStage }) => onStage((stage) => play(stage, depth))
  }))

export const rpcReorgEntries: FaultEntry[] = [
  ...over('output', 'our output', 'noticed, submitted again; one submission on chain, with the right root', overOutput),
  ...over(
    'bisection',
    'our bisection',
    'noticed, played again; the game goes on, each turn stands once',
    (stage, depth) => overGame(stage, 'bisect', depth)
  ),
  ...over(
    'challenge-created',
    'ChallengeCreated',
    'forgotten, and found again when it is created again; each turn stands once, in time',
    (stage, depth) => overGame(stage, 'createChallenge', depth)
  )
]
