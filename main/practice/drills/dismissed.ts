import { formatEther, zeroHash } from 'viem'
import {
  type ChallengeStage,
  onStage,
  operatorOf,
  ownIndex,
  startOperator,
  wronglyChallengedOutput
} from './challenge-stage.ts'
import { type Drill, type DrillFacts, expectEqual } from './drill.ts'
import { expectCalls, expectGame, sinceFirst, untilEvent, untilTurn } from './game-record.ts'
import { expectTold, heard, rowOf } from './operator-told.ts'
import { settle } from './settlement.ts'
import { expectChanges, standings } from './standing.ts'
import { passTurn } from './turn-end.ts'

/** After an asserter's time-out Colosseum takes a proof of any true step: a correct output can be lost, and only the council can give it back. */
export const dismissedDrill: Drill = {
  name: 'dismissed',
  about:
    'a correct output lost because the operator was off; the council dismisses the challenge and everything returns',
  run: (context) => onStage(context, {}, loseAndRegain)
}

async function loseAndRegain(stage: ChallengeStage): Promise<DrillFacts> {
  const { network, read, context, council } = stage
  // Right about the first block, which it is going to prove, and wrong about the last one.
  const lieFrom = ownIndex * BigInt(network.params.submissionInterval)
  const disputed = await wronglyChallengedOutput(stage, { lieFrom })
  const { outputRoot } = await read.oracle('getL2Output', disputed.index)
  const before = await standings(network, read)
  await disputed.operator.stop()
  await untilTurn(stage, disputed, 1)
  context.say('the operator is off and misses its turn')
  await passTurn(stage, disputed)
  const proven = await untilEvent(stage, disputed, 'Proven')
  const { bondAmount: bond, hardJail } = network.params
  const provenAtSec = proven.eventName === 'Proven' ? Number(proven.args.timestamp) : 0
  expectChanges(before, await standings(network, read), {
    operator: { ownWei: -bond, bondedWei: -bond, status: 'READY', jailedUntilSec: provenAtSec + hardJail },
    [stage.liar.name]: { bondedWei: bond }
  })
  expectEqual('root while deleted', (await read.oracle('getL2Output', disputed.index)).outputRoot, zeroHash)

  const operator = await startOperator(stage, { submitter: true, challenger: false })
  const told = { ...disputed, operator }
  await stage.driver.until({ what: 'the loss on screen' }, () => (rowOf(told)?.outcome === 'proven' ? true : null))
  expectEqual('loss on screen', rowOf(told)?.money.lostWei, bond)
  await council.dismissChallenge(disputed.index, disputed.challenger)
  context.say('the council dismissed the challenge')

  const moves = await expectGame(stage, disputed, ['ChallengeCreated', 'Proven', 'ChallengeDismissed'])
  const jailedUntilSec = (moves.at(-1)?.atSec ?? 0) + hardJail
  expectChanges(before, await standings(network, read), {
    [stage.liar.name]: { ownWei: -bond, status: 'READY', jailedUntilSec }
  })
  const restored = await read.oracle('getL2Output', disputed.index)
  expectEqual('root that returned', restored.outputRoot, outputRoot)
  expectEqual('submitter that returned', restored.submitter, operatorOf(stage))
  await expectTold(stage, told, { outcome: 'dismissed', wonWei: (bond * 80n) / 100n, lostWei: 0n })
  expectEqual('dismissals heard', heard(operator, 'challenge.dismissed', disputed.index).length, 1)
  await expectCalls(stage, operatorOf(stage), ['submitL2Output'])
  await disputed.liar.stop()
  return {
    outputIndex: Number(disputed.index),
    moves: sinceFirst(moves),
    lostAndRegainedKro: formatEther(bond),
    slashedKro: formatEther(bond),
    ...(await settle(stage, disputed.index))
  }
}
