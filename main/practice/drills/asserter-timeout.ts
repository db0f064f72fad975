import { formatEther } from 'viem'
import { expectDeleted } from './challenge-proof.ts'
import { type ChallengeStage, onStage, operatorOf, villainsOutput } from './challenge-stage.ts'
import { type Drill, type DrillFacts, expectEqual } from './drill.ts'
import { expectCalls, expectGame, sinceFirst, untilEvent, untilTurn } from './game-record.ts'
import { minedTransactions } from './l1-record.ts'
import { expectTold } from './operator-told.ts'
import { settle } from './settlement.ts'
import { expectChanges, standings } from './standing.ts'
import { passTurn } from './turn-end.ts'

export const asserterTimeoutDrill: Drill = {
  name: 'asserter-timeout',
  about: 'the villain answers once and goes silent; the operator proves the first disputed block (position 0) and wins',
  run: (context) => onStage(context, {}, proveFirstBlock)
}

async function proveFirstBlock(stage: ChallengeStage): Promise<DrillFacts> {
  const { network, read, context } = stage
  const disputed = await villainsOutput(stage, { silentFromTurn: 4 })
  const before = await standings(network, read)
  await untilTurn(stage, disputed, 3)
  const { segStart } = await read.colosseum('getChallenge', disputed.index, disputed.challenger)
  context.say('the villain is silent')
  await passTurn(stage, disputed)
  await untilEvent(stage, disputed, 'Proven')

  const moves = await expectGame(stage, disputed, ['ChallengeCreated', 'Bisected 2', 'Bisected 3', 'Proven'])
  await expectCalls(stage, operatorOf(stage), ['submitL2Output', 'createChallenge', 'bisect', 'proveFaultWithZkEvm'])
  expectEqual('position that was proven', await provenPosition(stage), 0n)
  await expectDeleted(stage, disputed)
  const { bondAmount: bond, hardJail } = network.params
  const jailedUntilSec = (moves.at(-1)?.atSec ?? 0) + hardJail
  expectChanges(before, await standings(network, read), {
    operator: { bondedWei: bond },
    [stage.liar.name]: { ownWei: -bond, bondedWei: -bond, status: 'READY', jailedUntilSec }
  })
  await expectTold(stage, disputed, { outcome: 'proven', wonWei: (bond * 80n) / 100n, lostWei: 0n })
  return {
    outputIndex: Number(disputed.index),
    provenBlock: Number(segStart) + 1,
    moves: sinceFirst(moves),
    slashedKro: formatEther(bond),
    ...(await settle(stage, disputed.index))
  }
}

async function provenPosition(stage: ChallengeStage): Promise<unknown> {
  const mined = await minedTransactions(stage.network, { from: operatorOf(stage), sinceBlock: stage.sinceBlock })
  return mined.find(({ call }) => call === 'proveFaultWithZkEvm')?.args[1]
}
