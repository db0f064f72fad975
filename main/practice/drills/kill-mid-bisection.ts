import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import { practicePlace } from '../practice-place.ts'
import { type PracticeProvers, startPracticeProvers } from '../provers/practice-provers.ts'
import { type ChallengeStage, onStage, operatorOf } from './challenge-stage.ts'
import { createDeck } from './deck.ts'
import { type Drill, type DrillFacts, expectEqual } from './drill.ts'
import { expectCalls, expectGame, type GameMove, untilEvent } from './game-record.ts'
import type { Orders } from './kill-child.ts'
import { isPassed, type Kill, type KillPoint, killPoints } from './kill-points.ts'
import { startValidatorProcess, type ValidatorProcess } from './kill-process.ts'
import { asserterScene, challengerScene, provingTurnOf, type Scene } from './kill-scenes.ts'
import { polled } from './within.ts'

const usualRounds = 20
const validators = 3

export const killMidBisectionDrill: Drill = {
  name: 'kill-mid-bisection',
  about:
    'the validator is killed at a random point of every turn, as challenger and as asserter, and plays on each time',
  run: (context) => onStage(context, { validators }, (stage) => playRounds(stage, context.rounds ?? usualRounds))
}

type Playing = ChallengeStage & {
  deck: ReturnType<typeof createDeck<KillPoint>>
  /** A process that is at work as soon as it has its orders. */
  spare(): ValidatorProcess
}
type Round = {
  deaths: Kill[]
  /** Mined and successful, the submission aside. */
  ownMoves: number
  longestTurnSec: number
}

async function playRounds(stage: ChallengeStage, rounds: number): Promise<DrillFacts> {
  const spares = createSpares(stage)
  const playing = { ...stage, deck: createDeck(killPoints, stage.context.seed), spare: spares.take }
  const asAsserter = Math.floor(rounds / 2)
  const asserted = await playScene(playing, await asserterScene(stage), asAsserter)
  const challenged = await playScene(playing, await challengerScene(stage), rounds - asAsserter)
  const played = [...asserted, ...challenged]
  const deaths = played.flatMap((round) => round.deaths)
  const count = (point: KillPoint): number => deaths.filter((death) => death.point === point).length
  const seen = killPoints.filter((point) => count(point) > 0)
  return {
    rounds,
    kills: deaths.length,
    distinctPoints: seen.length,
    killsPerPoint: Object.fromEntries(seen.map((point) => [point, count(point)])),
    ownMovesOnChain: played.reduce((sum, { ownMoves }) => sum + ownMoves, 0),
    longestBisectionSec: Math.max(...played.map(({ longestTurnSec }) => longestTurnSec))
  }
}

/** Every round begins with the same chains. */
async function playScene(stage: Playing, scene: Scene, rounds: number): Promise<Round[]> {
  const played: Round[] = []
  for (let round = 1; round <= rounds; round++) {
    const snapshot = await stage.network.snapshot()
    played.push(await playRound(stage, scene, round))
    await stage.network.revert(snapshot)
  }
  return played
}

async function playRound(stage: Playing, scene: Scene, round: number): Promise<Round> {
  const { driver, context } = stage
  const folder = join(context.folder, `${scene.name}-${round}`)
  await mkdir(folder)
  const provers = await ownProvers(stage)
  const opponent = await scene.opponent()
  const orders = ordersFor(stage, scene, { folder, provers })
  try {
    await driver.until({ what: 'start of the opponent' }, polled(opponent.ready))
    const deaths: Kill[] = []
    for (const turn of scene.turns) deaths.push(await dieIn(stage, { scene, turn, orders }))
    const longestTurnSec = await playToTheEnd(stage, scene, orders)
    if (scene.name === 'challenger') expectEqual('proofs begun', provers.requests().zkEvm, 1)
    context.say(`round ${round} as ${scene.name} is over`)
    return { deaths, ownMoves: scene.calls.length - 1, longestTurnSec }
  } finally {
    await opponent.stop()
    await provers.stop()
  }
}

type Turn = { scene: Scene; turn: number; orders: Orders }

/** A process that is killed in this turn. */
async function dieIn(stage: Playing, { scene, turn, orders }: Turn): Promise<Kill> {
  const point = stage.deck.draw((card) => isPassed(card, turn, orders.provingTurn))
  const process = stage.spare()
  process.obey({ ...orders, kill: { turn, point } })
  await scene.before(turn)
  const { signal } = await stage.driver.until(
    { what: `death at ${point} in turn ${turn} as ${scene.name}`, stuck: process.complaints },
    () => process.ended()
  )
  expectEqual(`end of the process at ${point} in turn ${turn}`, signal ?? process.complaints(), 'SIGKILL')
  stage.context.say(`${scene.name}, turn ${turn}: killed at ${point}`)
  return { turn, point }
}

/** The last process finishes what the others left, and everything was done once. Returns how long the longest bisection took. */
async function playToTheEnd(stage: Playing, scene: Scene, orders: Orders): Promise<number> {
  const { game, lastEvent, events, calls, outcome } = scene
  const process = stage.spare()
  process.obey(orders)
  await untilEvent(stage, game, lastEvent)
  await stage.driver.until({ what: `${outcome} as the last process tells it`, stuck: process.complaints }, () =>
    process.outcome() === outcome ? true : null
  )
  await process.stop()
  expectEqual('end of the last process', process.ended(), { code: 0, signal: null })
  const moves = await expectGame(stage, game, events)
  await expectCalls(stage, operatorOf(stage), calls)
  return longestBisectionSec(moves)
}

function longestBisectionSec(moves: readonly GameMove[]): number {
  const timed = moves.flatMap(({ what, atSec }) => (atSec === null ? [] : [{ what, atSec }]))
  const took = timed.map(({ what, atSec }, i) => (what.startsWith('Bisected') ? atSec - (timed[i - 1]?.atSec ?? 0) : 0))
  return Math.max(...took)
}

function ordersFor(
  { network, context }: ChallengeStage,
  { roles }: Scene,
  { folder, provers }: { folder: string; provers: PracticeProvers }
): Orders {
  const place = practicePlace({ ...network, provers })
  const provingTurn = provingTurnOf(network)
  return { seed: context.seed, validators, folder, place, roles, kill: null, provingTurn }
}

/** What an earlier round had proven is no help in this one. */
function ownProvers({ network, context }: ChallengeStage): Promise<PracticeProvers> {
  const { l1, l2, rollupUrl, params, accounts, programVKey } = network
  const { clock, signal } = context
  return startPracticeProvers({
    ...{ l1: l1.rpc, l2Url: l2.httpUrl, l2ChainId: l2.chainId, rollupUrl, params, programVKey, clock, signal },
    proverKey: accounts.prover.privateKey
  })
}

/** Keeps the next process waiting, so that a restart takes no longer than it has to. */
function createSpares(stage: ChallengeStage): { take(): ValidatorProcess } {
  const cacheFolder = join(stage.context.folder, 'compiled')
  const start = (): ValidatorProcess => stage.keep(startValidatorProcess(cacheFolder))
  let next = start()
  return {
    take() {
      const taken = next
      next = start()
      return taken
    }
  }
}
