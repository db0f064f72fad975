import { decodeErrorResult, encodeFunctionData, formatEther, type Hex } from 'viem'
import { colosseumAbi } from '../../../shared/contracts/abi/colosseum.ts'
import { zkProofVerifierAbi } from '../../../shared/contracts/abi/zk-proof-verifier.ts'
import type { ZkEvmProof } from '../../engine/challenge/proof-port.ts'
import type { PracticePreset } from '../network.ts'
import { mainnetShapeParams, type ProtocolParams, practiceParams } from '../params.ts'
import { RpcRefusal, toQuantity } from '../rpc.ts'
import { expectDeleted, wholeGame } from './challenge-proof.ts'
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
import { minedTransactions, type ProtocolEvent, protocolEvents } from './l1-record.ts'
import { expectTold, heard, rowOf } from './operator-told.ts'
import { settle } from './settlement.ts'

/** Of waiting for the next attempt, at a time. */
const pauseSec = 4

export const invalidProofDrill: Drill = {
  name: 'invalid-proof',
  about:
    'the prover answers with a proof of something else: it is never sent, the next one wins; the contract refuses too',
  run: (context) => onStage(context, { params: patientParams(context.preset) }, refuseAndWin)
}

/** A refused proof is put to the contract again after 15 s and made anew after another 30: more than the practice network's minute would leave little. */
const patientParams = (preset: PracticePreset): ProtocolParams =>
  preset === 'practice' ? { ...practiceParams, provingTimeout: 120 } : mainnetShapeParams

async function refuseAndWin(stage: ChallengeStage): Promise<DrillFacts> {
  const { network, context, driver } = stage
  network.provers.setFaults({ zkEvm: 'another-block' })
  const disputed = await villainsOutput(stage)
  await untilStatus(stage, disputed, ['READY_TO_PROVE'])
  await driver.until({ what: 'a refused proof' }, () => (isRefused(disputed) ? true : null))
  expectEqual(
    'alerts',
    heard(disputed.operator, 'challenge.alert', disputed.index).map(({ rule }) => rule),
    ['PROOF_FAILED']
  )
  context.say(`refused: ${rowOf(disputed)?.next?.detail}`)
  network.provers.setFaults({ zkEvm: null })
  await driver.until({ what: 'Proven after a good proof' }, async () => {
    if ((await protocolEvents(network)).some(({ eventName }) => eventName === 'Proven')) return true
    if (isRefused(disputed)) await warpUntil(stage, network.nowSec() + pauseSec)
    return null
  })
  const proven = await untilEvent(stage, disputed, 'Proven')
  const refusals = await contractRefusals(stage, proven)

  const moves = await expectGame(stage, disputed, wholeGame)
  await expectCalls(stage, operatorOf(stage), ['submitL2Output', 'createChallenge', 'bisect', 'proveFaultWithZkEvm'])
  await expectDeleted(stage, disputed)
  expectEqual('proofs asked for', network.provers.requests().zkEvm, 2)
  const wonWei = (network.params.bondAmount * 80n) / 100n
  await expectTold(stage, disputed, { outcome: 'proven', wonWei, lostWei: 0n })
  return {
    outputIndex: Number(disputed.index),
    moves: sinceFirst(moves),
    refusals,
    wonKro: formatEther(wonWei),
    ...(await settle(stage, disputed.index))
  }
}

const isRefused = (disputed: Disputed): boolean => rowOf(disputed)?.next?.rule === 'PROOF_FAILED'

/** What Colosseum answers, just before the good proof was mined, to that proof and to others made of it. */
async function contractRefusals(
  stage: ChallengeStage,
  { blockNumber }: ProtocolEvent
): Promise<Record<string, string>> {
  const mined = await minedTransactions(stage.network, { from: operatorOf(stage), sinceBlock: stage.sinceBlock })
  const args = mined.find(({ call }) => call === 'proveFaultWithZkEvm')?.args ?? []
  const [index, pos, good] = args as [bigint, bigint, ZkEvmProof]
  const ask = (at: bigint, proof: ZkEvmProof): Promise<string | null> =>
    refusalOf(stage, { data: proveData(index, at, proof), block: blockNumber - 1n })
  expectEqual('refusal of the good proof', await ask(pos, good), null)
  const [first = 0n, ...rest] = good.proof
  const refusals = {
    proofChanged: await ask(pos, { ...good, proof: [first + 1n, ...rest] }),
    pairChanged: await ask(pos, { ...good, pair: good.pair.toReversed() }),
    anotherPosition: await ask(pos === 0n ? 1n : pos - 1n, good)
  }
  for (const [what, refusal] of Object.entries(refusals)) expectEqual(`${what} is refused`, refusal !== null, true)
  return refusals as Record<string, string>
}

const proveData = (index: bigint, pos: bigint, proof: ZkEvmProof): Hex =>
  encodeFunctionData({ abi: colosseumAbi, functionName: 'proveFaultWithZkEvm', args: [index, pos, proof] })

/** Name of the error with which the call reverts; null when it goes through. */
async function refusalOf(stage: ChallengeStage, { data, block }: { data: Hex; block: bigint }): Promise<string | null> {
  const { l1, addresses } = stage.network
  try {
    await l1.rpc('eth_call', [{ from: operatorOf(stage), to: addresses.Colosseum, data }, toQuantity(block)])
    return null
  } catch (error) {
    if (!(error instanceof RpcRefusal)) throw error
    const revert = typeof error.data === 'string' ? (error.data as Hex) : '0x'
    const abi = [...colosseumAbi, ...zkProofVerifierAbi] as const
    return revert === '0x' ? error.message : decodeErrorResult({ abi, data: revert }).errorName
  }
}
