import { encodeFunctionData } from 'viem'
import { colosseumAbi } from '../../../shared/contracts/abi/colosseum.ts'
import type { ContractAddresses } from '../../../shared/contracts/networks.ts'
import type { ChallengeDecision } from '../../../shared/domain/challenge.ts'
import type { Address, Hash, Hex } from '../../../shared/domain/hex.ts'
import type { TxRequest } from '../tx/types.ts'
import type { ProofCalldata } from './proof-port.ts'
import type { ReadAt } from './reads.ts'

export type Acting = Extract<ChallengeDecision, { kind: 'act' }>

export type Move = {
  decision: Acting
  purpose: string
  outputIndex: bigint
  challenger: Address
  /** For create and bisect: the hashes to send. */
  segments: readonly Hash[]
  /** For prove. */
  proof: ProofCalldata | null
  at: ReadAt
}

export type MoveRequestInput = {
  move: Move
  addresses: Pick<ContractAddresses, 'Colosseum'>
  recheck: TxRequest['recheck']
  /** So long before its deadline the move is made in spite of a contradiction between sources. */
  insistSec: number
}

/** What comes on top of the estimate: storage that another player's transaction may have freed or taken in between, and the draw of a tree. */
const gas: Record<Acting['action'], TxRequest['gas']> = {
  create: { percent: 150n, extra: 100_000n },
  bisect: { percent: 150n, extra: 50_000n },
  prove: { percent: 130n, extra: 150_000n },
  'challenger-timeout': { percent: 150n, extra: 100_000n },
  cancel: { percent: 150n, extra: 50_000n }
}

/** A move of a dispute as the queue takes it: before every output submission. */
export function moveRequest({ move, addresses, recheck, insistSec }: MoveRequestInput): TxRequest {
  const { deadlineSec } = move.decision
  return {
    purpose: move.purpose,
    lane: 'dispute',
    to: addresses.Colosseum,
    data: calldata(move),
    gas: gas[move.decision.action],
    ...(deadlineSec !== null && { insistFromSec: deadlineSec - insistSec }),
    recheck
  }
}

function calldata({ decision, outputIndex, challenger, segments, proof, at }: Move): Hex {
  const abi = colosseumAbi
  const pos = BigInt(decision.pos ?? 0)
  switch (decision.action) {
    case 'create':
      return encodeFunctionData({
        abi,
        functionName: 'createChallenge',
        args: [outputIndex, at.parent.hash, at.parent.number, segments]
      })
    case 'bisect':
      return encodeFunctionData({ abi, functionName: 'bisect', args: [outputIndex, challenger, pos, segments] })
    case 'prove':
      return proveData(outputIndex, pos, proof)
    case 'challenger-timeout':
      return encodeFunctionData({ abi, functionName: 'challengerTimeout', args: [outputIndex, challenger] })
    case 'cancel':
      return encodeFunctionData({ abi, functionName: 'cancelChallenge', args: [outputIndex] })
  }
}

function proveData(outputIndex: bigint, pos: bigint, proof: ProofCalldata | null): Hex {
  if (!proof) throw new Error('a proof is sent only once it is there')
  const abi = colosseumAbi
  return proof.kind === 'zkevm'
    ? encodeFunctionData({ abi, functionName: 'proveFaultWithZkEvm', args: [outputIndex, pos, proof.proof] })
    : encodeFunctionData({ abi, functionName: 'proveFaultWithZkVm', args: [outputIndex, pos, proof.proof] })
}
