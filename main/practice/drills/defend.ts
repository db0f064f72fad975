import { formatEther } from 'viem'
import { type ChallengeStage, onStage, operatorOf, wronglyChallengedOutput } from './challenge-stage.ts'
import { type Drill, type DrillFacts, expectEqual } from './drill.ts'
import { expectCalls, expectGame, sinceFirst, untilEvent, untilStatus } from './game-record.ts'
import { expectTold, heard } from './operator-told.ts'
import { settle } from './settlement.ts'
import { expectChanges, standings } from './standing.ts'
import { passTurn } from './turn-end.ts'

/** A challenger who is wrong can play every turn but has nothing to prove. */
export const defendDrill: Drill = {
  name: 'defend',
  about: 'a correct output challenged and defended to the last cut; the challenger has no proof, is late, and pays',
  run: (context) => onStage(context, {}, defend)
}

async function defend(stage: ChallengeStage): Promise<DrillFacts> {
  const { network, read, context } = stage
  const disputed = await wronglyChallengedOutput(stage)
  const before = await standings(network, read)
  await untilStatus(stage, disputed, ['READY_TO_PROVE'])
  context.say('every cut is made; the challenger would have to prove what is not so')
  await passTurn(stage, disputed)
  await untilEvent(stage, disputed, 'ChallengerTimedOut')

  const moves = await expectGame(stage, disputed, [
    'ChallengeCreated',
    'Bisected 2',
    'Bisected 3',
    'Bisected 4',
    'ReadyToProve',
    'ChallengerTimedOut'
  ])
  await expectCalls(stage, operatorOf(stage), ['submitL2Output', 'bisect', 'bisect', 'challengerTimeout'])
  await expectCalls(stage, stage.liar.address, ['createChallenge', 'bisect'])
  const bond = network.params.bondAmount
  const jailedUntilSec = (moves.at(-1)?.atSec ?? 0) + network.params.hardJail
  expectChanges(before, await standings(network, read), {
    [stage.liar.name]: { ownWei: -bond, status: 'READY', jailedUntilSec }
  })
  await expectTold(stage, disputed, { outcome: 'challenger-timed-out', wonWei: (bond * 80n) / 100n, lostWei: 0n })
  expectEqual(
    'times the operator heard that it won',
    heard(disputed.operator, 'challenge.won', disputed.index).length,
    1
  )
  await disputed.liar.stop()
  return {
    outputIndex: Number(disputed.index),
    moves: sinceFirst(moves),
    slashedKro: formatEther(bond),
    ...(await settle(stage, disputed.index))
  }
}
