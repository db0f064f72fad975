import { formatEther, zeroHash } from 'viem'
import type { PracticePreset } from '../network.ts'
import { mainnetShapeParams, type ProtocolParams, practiceParams } from '../params.ts'
import { type ChallengeStage, type Disputed, onStage, operatorOf, villainsOutput } from './challenge-stage.ts'
import { type Drill, type DrillFacts, expectEqual } from './drill.ts'
import { expectCalls, expectGame, type GameMove, sinceFirst, untilEvent } from './game-record.ts'
import type { GameId } from './l1-record.ts'
import { expectTold } from './operator-told.ts'
import { settle } from './settlement.ts'
import { expectChanges, standings } from './standing.ts'

/** What a game that is played to its proof leaves on chain. */
export const wholeGame = ['ChallengeCreated', 'Bisected 2', 'Bisected 3', 'Bisected 4', 'ReadyToProve', 'Proven']

export const challengeZkEvmDrill: Drill = {
  name: 'challenge-zkevm',
  about:
    'a wrong output found, challenged, bisected and proven wrong with the zkEVM; bonds and rewards to the last wei',
  run: (context) => onStage(context, {}, (stage) => proveWrong(stage, 'ZkEvm'))
}

export const challengeZkVmDrill: Drill = {
  name: 'challenge-zkvm',
  about: 'the same after the MPT fork, proven with the zkVM',
  run: (context) => onStage(context, { params: forkedParams(context.preset) }, (stage) => proveWrong(stage, 'ZkVm'))
}

/** The fork is at output 1, so everything that the drill disputes is behind it. */
export const forkedParams = (preset: PracticePreset): ProtocolParams => ({
  ...(preset === 'practice' ? practiceParams : mainnetShapeParams),
  mptFirstOutputIndex: 1
})

export async function proveWrong(stage: ChallengeStage, kind: 'ZkEvm' | 'ZkVm'): Promise<DrillFacts> {
  const { network, read, context } = stage
  const disputed = await villainsOutput(stage)
  const before = await standings(network, read)
  const moves = await untilProven(stage, disputed)
  context.say(`output ${disputed.index} is proven wrong`)

  await expectCalls(stage, operatorOf(stage), ['submitL2Output', 'createChallenge', 'bisect', `proveFaultWith${kind}`])
  await expectDeleted(stage, disputed)
  const jailedUntilSec = (moves.at(-1)?.atSec ?? 0) + network.params.hardJail
  const bond = network.params.bondAmount
  expectChanges(before, await standings(network, read), {
    operator: { bondedWei: bond },
    [stage.liar.name]: { ownWei: -bond, bondedWei: -bond, status: 'READY', jailedUntilSec }
  })
  await expectTold(stage, disputed, { outcome: 'proven', wonWei: (bond * 80n) / 100n, lostWei: 0n })
  return {
    outputIndex: Number(disputed.index),
    provenBlock: Number(disputed.lieFrom),
    moves: sinceFirst(moves),
    slashedKro: formatEther(bond),
    ...(await settle(stage, disputed.index))
  }
}

async function untilProven(stage: ChallengeStage, game: Disputed): Promise<GameMove[]> {
  await untilEvent(stage, game, 'Proven')
  return expectGame(stage, game, wholeGame)
}

/** The winner is the output's submitter of record, and there is no root any more. */
export async function expectDeleted({ read }: ChallengeStage, { index, challenger }: GameId): Promise<void> {
  const { outputRoot, submitter } = await read.oracle('getL2Output', index)
  expectEqual(`root of output ${index}`, outputRoot, zeroHash)
  expectEqual(`submitter of output ${index}`, submitter, challenger)
}
