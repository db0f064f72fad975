import { formatEther } from 'viem'
import {
  type ChallengeStage,
  type Disputed,
  onStage,
  operatorOf,
  villainsOutput,
  warpUntil
} from './challenge-stage.ts'
import { type Drill, type DrillFacts, expectEqual } from './drill.ts'
import { expectCalls, expectGame, sinceFirst, untilEvent, untilStatus } from './game-record.ts'
import { expectTold, heard } from './operator-told.ts'
import { settle } from './settlement.ts'
import { expectChanges, standings } from './standing.ts'
import { passTurn } from './turn-end.ts'

/** Enough for an engine that wanted to send something more. */
const quietBlocks = 6

export const provingTimeoutDrill: Drill = {
  name: 'proving-timeout',
  about:
    'the prover never answers: the operator is warned, loses one bond and its freedom, and does not challenge again',
  run: (context) => onStage(context, {}, loseByTime)
}

export async function loseByTime(stage: ChallengeStage): Promise<DrillFacts> {
  const { network, read, context } = stage
  network.provers.setFaults({ zkEvm: 'stuck' })
  const disputed = await villainsOutput(stage)
  const before = await standings(network, read)
  await untilStatus(stage, disputed, ['READY_TO_PROVE'])
  await stage.driver.until({ what: 'a proof asked for' }, () => (network.provers.requests().zkEvm > 0 ? true : null))
  context.say('the prover is stuck')
  await halfTimeIsTold(stage, disputed)
  await passTurn(stage, disputed)
  await untilEvent(stage, disputed, 'ChallengerTimedOut')
  network.provers.setFaults({ zkEvm: null })
  for (let i = 0; i < quietBlocks; i++) await stage.driver.step()

  const moves = await expectGame(stage, disputed, [
    'ChallengeCreated',
    'Bisected 2',
    'Bisected 3',
    'Bisected 4',
    'ReadyToProve',
    'ChallengerTimedOut'
  ])
  await expectCalls(stage, operatorOf(stage), ['submitL2Output', 'createChallenge', 'bisect'])
  await expectCalls(stage, stage.liar.address, ['submitL2Output', 'bisect', 'bisect', 'challengerTimeout'])
  const { outputRoot, submitter, l2BlockNumber } = await read.oracle('getL2Output', disputed.index)
  expectEqual('the wrong output stands', outputRoot, disputed.liar.lie(l2BlockNumber))
  expectEqual('its submitter', submitter, stage.liar.address)
  const { bondAmount: bond, hardJail } = network.params
  const jailedUntilSec = (moves.at(-1)?.atSec ?? 0) + hardJail
  expectChanges(before, await standings(network, read), {
    operator: { ownWei: -bond, status: 'READY', jailedUntilSec }
  })
  await expectTold(stage, disputed, { outcome: 'challenger-timed-out', wonWei: 0n, lostWei: bond })
  return {
    outputIndex: Number(disputed.index),
    moves: sinceFirst(moves),
    lostKro: formatEther(bond),
    ...(await settle(stage, disputed.index))
  }
}

async function halfTimeIsTold(stage: ChallengeStage, { index, challenger, operator }: Disputed): Promise<void> {
  const { timeoutAt } = await stage.read.colosseum('getChallenge', index, challenger)
  await warpUntil(stage, Number(timeoutAt) - Math.floor(stage.network.params.provingTimeout / 2) + 1)
  await stage.driver.until({ what: 'a warning at half time' }, () =>
    heard(operator, 'challenge.half-time', index).length === 1 ? true : null
  )
}
