import { decodeFunctionData } from 'viem'
import { colosseumAbi } from '../../../shared/contracts/abi/colosseum.ts'
import type { Hash, Hex } from '../../../shared/domain/hex.ts'

/** What a move's transaction says beyond its event. */
export type MoveDetails = { pos: number | null; segments: readonly Hash[] }

/** Reads the hashes of a turn from the input of its transaction; null when the move was made through another contract. */
export function moveDetails(input: Hex): MoveDetails | null {
  try {
    const call = decodeFunctionData({ abi: colosseumAbi, data: input })
    if (call.functionName === 'createChallenge') return { pos: null, segments: call.args[3] }
    return call.functionName === 'bisect' ? { pos: Number(call.args[2]), segments: call.args[3] } : null
  } catch {
    return null
  }
}
