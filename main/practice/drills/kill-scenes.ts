import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import type { Roles } from '../../../shared/config/config.ts'
import type { ChallengeOutcome } from '../../../shared/domain/challenge.ts'
import type { LyingEngine } from '../lying-engine.ts'
import { startMaliciousChallenger } from '../malicious-challenger.ts'
import type { PracticeNetwork } from '../network.ts'
import { startVillain } from '../villain.ts'
import { wholeGame } from './challenge-proof.ts'
import { type ChallengeStage, letSubmit, nextIndex, operatorOf, ownIndex, somewhereIn } from './challenge-stage.ts'
import { untilStatus } from './game-record.ts'
import type { GameId, ProtocolEvent } from './l1-record.ts'
import { startOperatorEngine } from './operator-engine.ts'
import { passTurn } from './turn-end.ts'

/** One side of a game, played by the operator from a state of the chain in which the disputed output has just been submitted. */
export type Scene = {
  name: 'challenger' | 'asserter'
  game: GameId
  roles: Partial<Roles>
  /** The operator's own turns, as in `turnOf`. */
  turns: readonly number[]
  opponent(): Promise<LyingEngine>
  /** Brings about what this turn waits for, besides the opponent. */
  before(turn: number): Promise<void>
  lastEvent: ProtocolEvent['eventName']
  events: readonly string[]
  /** All transactions of the operator's, the submission included. */
  calls: readonly string[]
  outcome: ChallengeOutcome
}

/** The operator submits a correct output, and stops. */
export async function asserterScene(stage: ChallengeStage): Promise<Scene> {
  const { network, context, idle, liar: validator } = stage
  const { clock, log } = context
  network.steerDraws((index) => (index === nextIndex ? validator : idle).address)
  const folder = join(context.folder, 'first')
  await mkdir(folder)
  const operator = stage.keep(
    await startOperatorEngine({ ...context, folder }, network, { roles: { submitter: true, challenger: false } })
  )
  await letSubmit(stage, ownIndex, network.accounts.operator)
  await operator.stop()
  const lieFrom = somewhereIn(stage, ownIndex)
  const game = { index: ownIndex, challenger: validator.address }
  const closing = provingTurnOf(network) + 1
  return {
    ...{ name: 'asserter', game, roles: { submitter: true, challenger: false }, turns: [2, 4, closing] },
    opponent: () => startMaliciousChallenger({ network, validator, lieFrom, clock, log }),
    async before(turn) {
      if (turn !== closing) return
      await untilStatus(stage, game, ['READY_TO_PROVE'])
      await passTurn(stage, game)
    },
    lastEvent: 'ChallengerTimedOut',
    events: [...wholeGame.slice(0, -1), 'ChallengerTimedOut'],
    calls: ['submitL2Output', 'bisect', 'bisect', 'challengerTimeout'],
    outcome: 'challenger-timed-out'
  }
}

/** After that the villain submits a wrong one, and stops. */
export async function challengerScene(stage: ChallengeStage): Promise<Scene> {
  const { network, context, liar: validator } = stage
  const { clock, log } = context
  const lieFrom = somewhereIn(stage, nextIndex)
  const opponent = (): Promise<LyingEngine> => startVillain({ network, validator, lieFrom, clock, log })
  const villain = stage.keep(await opponent())
  await letSubmit(stage, nextIndex, validator)
  await villain.stop()
  return {
    ...{ name: 'challenger', game: { index: nextIndex, challenger: operatorOf(stage) } },
    roles: { submitter: true, challenger: true },
    turns: [1, 3, provingTurnOf(network)],
    opponent,
    before: async () => {},
    lastEvent: 'Proven',
    events: wholeGame,
    calls: ['submitL2Output', 'createChallenge', 'bisect', 'proveFaultWithZkEvm'],
    outcome: 'proven'
  }
}

export const provingTurnOf = ({ params }: Pick<PracticeNetwork, 'params'>): number => params.segmentsLengths.length + 1
