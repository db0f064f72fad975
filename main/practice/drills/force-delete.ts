import { formatEther, zeroHash } from 'viem'
import { type ChallengeStage, onStage, operatorOf, villainsOutput } from './challenge-stage.ts'
import { type Drill, type DrillFacts, expectEqual } from './drill.ts'
import { expectCalls, expectGame, sinceFirst, untilEvent, untilTurn } from './game-record.ts'
import { protocolEvents } from './l1-record.ts'
import { expectTold } from './operator-told.ts'
import { settle } from './settlement.ts'
import { expectChanges, standings } from './standing.ts'

export const forceDeleteDrill: Drill = {
  name: 'force-delete',
  about:
    'the Security Council deletes the wrong output in mid-game; the operator cancels in time and has its bond back',
  run: (context) => onStage(context, {}, cancelAfterDeletion)
}

async function cancelAfterDeletion(stage: ChallengeStage): Promise<DrillFacts> {
  const { network, read, context, council } = stage
  const disputed = await villainsOutput(stage)
  const before = await standings(network, read)
  await untilTurn(stage, disputed, 3)
  await council.forceDeleteOutput(disputed.index)
  context.say('the council deleted the output')
  await untilEvent(stage, disputed, 'ChallengeCanceled')

  const game = await gameMoves(stage, disputed)
  await expectCalls(stage, operatorOf(stage), ['submitL2Output', 'createChallenge', 'bisect', 'cancelChallenge'])
  const { outputRoot, submitter } = await read.oracle('getL2Output', disputed.index)
  expectEqual('root of the deleted output', outputRoot, zeroHash)
  expectEqual('submitter of the deleted output', submitter, network.addresses.SecurityCouncil)
  const { bondAmount: bond, hardJail } = network.params
  const deleted = (await protocolEvents(network)).find(({ eventName }) => eventName === 'OutputForceDeleted')
  const deletedAtSec = deleted?.eventName === 'OutputForceDeleted' ? Number(deleted.args.timestamp) : 0
  expectChanges(before, await standings(network, read), {
    [stage.liar.name]: { ownWei: -bond, bondedWei: -bond, status: 'READY', jailedUntilSec: deletedAtSec + hardJail }
  })
  const row = await expectTold(stage, disputed, { outcome: 'cancelled', wonWei: 0n, lostWei: 0n })
  expectEqual(
    'the deletion on screen',
    row.moves.some(({ what, by }) => what === 'force-deleted' && by === 'council'),
    true
  )
  return {
    outputIndex: Number(disputed.index),
    moves: sinceFirst(game),
    bondReturnedKro: formatEther(bond),
    slashedKro: formatEther(bond),
    ...(await settle(stage, disputed.index))
  }
}

/** The villain may have answered once more before the deletion was mined, but no turn after that exists. */
async function gameMoves(stage: ChallengeStage, disputed: Parameters<typeof expectGame>[1]) {
  const { turn } = await lastTurn(stage)
  const bisected = Array.from({ length: turn - 1 }, (_, i) => `Bisected ${i + 2}`)
  const ready = turn === stage.network.params.segmentsLengths.length ? ['ReadyToProve'] : []
  return expectGame(stage, disputed, ['ChallengeCreated', ...bisected, ...ready, 'ChallengeCanceled'])
}

async function lastTurn({ network }: ChallengeStage): Promise<{ turn: number }> {
  const turns = (await protocolEvents(network)).flatMap(({ args }) => ('turn' in args ? [args.turn] : []))
  return { turn: Math.max(...turns) }
}
