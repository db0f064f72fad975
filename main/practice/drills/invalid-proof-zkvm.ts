import { formatEther } from 'viem'
import type { PracticePreset } from '../network.ts'
import type { ProtocolParams } from '../params.ts'
import { expectDeleted, forkedParams, wholeGame } from './challenge-proof.ts'
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
import { protocolEvents } from './l1-record.ts'
import { expectTold, heard, rowOf } from './operator-told.ts'
import { settle } from './settlement.ts'

/** Of waiting for the next attempt, at a time. */
const pauseSec = 4

export const invalidProofZkVmDrill: Drill = {
  name: 'invalid-proof-zkvm',
  about:
    'the zkVM prover keeps a proof of something else: it is never sent, asked for anew once, and made anew once its store is cleared',
  run: (context) => onStage(context, { params: patientParams(context.preset) }, refuseAndWin)
}

/** Three attempts with their pauses take more than the practice network's minute. */
const patientParams = (preset: PracticePreset): ProtocolParams => {
  const params = forkedParams(preset)
  return preset === 'practice' ? { ...params, provingTimeout: 240 } : params
}

async function refuseAndWin(stage: ChallengeStage): Promise<DrillFacts> {
  const { network, context, driver } = stage
  const { provers } = network
  provers.setFaults({ zkVm: 'another-block' })
  const disputed = await villainsOutput(stage)
  await untilStatus(stage, disputed, ['READY_TO_PROVE'])
  await driver.until({ what: 'a refused proof' }, () => (isRefused(disputed) ? true : null))
  expectEqual('proofs asked for before the refusal', provers.requests().zkVm, 1)

  await attempts(stage, disputed, 'a word about the proof store', () => toldDetail(disputed).includes('proof store'))
  expectEqual('proofs asked for while the service keeps its own', provers.requests().zkVm, 2)
  expectEqual(
    'alerts',
    new Set(heard(disputed.operator, 'challenge.alert', disputed.index).map(({ rule }) => rule)).size,
    1
  )
  context.say(`the service keeps it: ${toldDetail(disputed)}`)
  provers.setFaults({ zkVm: null })
  provers.clearZkVmStore()
  await attempts(stage, disputed, 'Proven after a good proof', async () =>
    (await protocolEvents(network)).some(({ eventName }) => eventName === 'Proven')
  )
  await untilEvent(stage, disputed, 'Proven')

  const moves = await expectGame(stage, disputed, wholeGame)
  await expectCalls(stage, operatorOf(stage), ['submitL2Output', 'createChallenge', 'bisect', 'proveFaultWithZkVm'])
  await expectDeleted(stage, disputed)
  expectEqual('proofs asked for', provers.requests().zkVm, 3)
  const wonWei = (network.params.bondAmount * 80n) / 100n
  await expectTold(stage, disputed, { outcome: 'proven', wonWei, lostWei: 0n })
  return {
    outputIndex: Number(disputed.index),
    moves: sinceFirst(moves),
    wonKro: formatEther(wonWei),
    ...(await settle(stage, disputed.index))
  }
}

/** Lets the pauses between attempts pass until it is so. */
async function attempts(
  stage: ChallengeStage,
  disputed: Disputed,
  what: string,
  isSo: () => boolean | Promise<boolean>
): Promise<void> {
  await stage.driver.until({ what }, async () => {
    if (await isSo()) return true
    if (isRefused(disputed)) await warpUntil(stage, stage.network.nowSec() + pauseSec)
    return null
  })
}

const toldDetail = (disputed: Disputed): string => rowOf(disputed)?.next?.detail ?? ''
const isRefused = (disputed: Disputed): boolean => rowOf(disputed)?.next?.rule === 'PROOF_FAILED'
