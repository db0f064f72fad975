import { formatEther } from 'viem'
import type { EngineConfig } from '../../engine/engine-config.ts'
import { startPracticeEngine } from '../practice-engine.ts'
import { practicePlace } from '../practice-place.ts'
import { startPracticeProvers } from '../provers/practice-provers.ts'
import { expectDeleted, wholeGame } from './challenge-proof.ts'
import { type ChallengeStage, onStage, operatorOf, villainsOutput, warpUntil } from './challenge-stage.ts'
import type { Drill, DrillFacts } from './drill.ts'
import { expectCalls, expectGame, sinceFirst, untilEvent, untilStatus } from './game-record.ts'
import type { GameId } from './l1-record.ts'
import { expectTold } from './operator-told.ts'
import { settle } from './settlement.ts'
import { expectChanges, standings } from './standing.ts'

/** A failed proof is asked for again after 15 s. */
const retrySec = 16

export const manyChallengersDrill: Drill = {
  name: 'many-challengers',
  about:
    'three challengers of one output: one proves, the others (one without prover, one whose prover is stuck) cancel',
  run: (context) => onStage(context, { validators: 5 }, oneProves)
}

async function oneProves(stage: ChallengeStage): Promise<DrillFacts> {
  const { network, read, context } = stage
  const [, winner, proverless] = network.accounts.bots
  if (!winner || !proverless) throw new Error('this drill needs five validators')
  network.provers.setFaults({ zkEvm: 'error' })
  const disputed = await villainsOutput(stage, { operatorPlace: { prover: await stuckProver(stage) } })
  const before = await standings(network, read)
  startChallenger(stage, winner)
  startChallenger(stage, proverless, { prover: { zkEvmUrl: null, zkVm: null, timeoutMs: 0 } })

  const gameOf = (challenger: GameId['challenger']): GameId => ({ index: disputed.index, challenger })
  const [won, quit] = [gameOf(winner.address), gameOf(proverless.address)]
  for (const game of [disputed, won, quit]) await untilStatus(stage, game, ['READY_TO_PROVE'])
  context.say('all three are ready to prove')
  network.provers.setFaults({ zkEvm: null })
  await warpUntil(stage, network.nowSec() + retrySec)
  const proven = await untilEvent(stage, won, 'Proven')
  for (const game of [disputed, quit]) await untilEvent(stage, game, 'ChallengeCanceled')

  const cancelledGame = [...wholeGame.slice(0, -1), 'ChallengeCanceled']
  const moves = await expectGame(stage, won, wholeGame)
  const own = await expectGame(stage, disputed, cancelledGame)
  await expectGame(stage, quit, cancelledGame)
  const opening = ['createChallenge', 'bisect']
  await expectCalls(stage, operatorOf(stage), ['submitL2Output', ...opening, 'cancelChallenge'])
  await expectCalls(stage, proverless.address, [...opening, 'cancelChallenge'])
  await expectCalls(stage, winner.address, [...opening, 'proveFaultWithZkEvm'])
  await expectCalls(stage, stage.liar.address, ['submitL2Output', ...Array<string>(6).fill('bisect')])
  await expectDeleted(stage, won)
  const { bondAmount: bond, hardJail } = network.params
  const provenAtSec = proven.eventName === 'Proven' ? Number(proven.args.timestamp) : 0
  expectChanges(before, await standings(network, read), {
    [winner.name]: { bondedWei: bond },
    [stage.liar.name]: { ownWei: -bond, bondedWei: -bond, status: 'READY', jailedUntilSec: provenAtSec + hardJail }
  })
  await expectTold(stage, disputed, { outcome: 'cancelled', wonWei: 0n, lostWei: 0n })
  return {
    outputIndex: Number(disputed.index),
    challengers: 3,
    movesOfWinner: sinceFirst(moves),
    movesOfOperator: sinceFirst(own),
    bondReturnedKro: formatEther(bond),
    slashedKro: formatEther(bond),
    ...(await settle(stage, disputed.index))
  }
}

function startChallenger(
  stage: ChallengeStage,
  validator: ChallengeStage['liar'],
  place: Partial<Pick<EngineConfig, 'prover'>> = {}
): void {
  const { network, context } = stage
  const { clock, log } = context
  const roles = { submitter: false, challenger: true }
  stage.keep(startPracticeEngine({ network, validator, roles, place, clock, log }))
}

/** A prover that takes work and never ends it. */
async function stuckProver({ network, context, keep }: ChallengeStage): Promise<NonNullable<EngineConfig['prover']>> {
  const { l1, l2, rollupUrl, params, accounts, programVKey } = network
  const { clock, signal } = context
  const provers = keep(
    await startPracticeProvers({
      ...{ l1: l1.rpc, l2Url: l2.httpUrl, l2ChainId: l2.chainId, rollupUrl, params, programVKey, clock, signal },
      proverKey: accounts.prover.privateKey
    })
  )
  provers.setFaults({ zkEvm: 'stuck' })
  return { ...practicePlace({ ...network, provers }).prover, timeoutMs: 3_600_000 }
}
