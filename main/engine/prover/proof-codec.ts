import { decodeAbiParameters, encodeAbiParameters, getAbiItem } from 'viem'
import { colosseumAbi } from '../../../shared/contracts/abi/colosseum.ts'
import type { Hex } from '../../../shared/domain/hex.ts'
import type { ZkEvmProof, ZkVmProof } from '../challenge/proof-port.ts'

const zkEvmInputs = getAbiItem({ abi: colosseumAbi, name: 'proveFaultWithZkEvm' }).inputs
const zkVmInputs = getAbiItem({ abi: colosseumAbi, name: 'proveFaultWithZkVm' }).inputs
const zkVmProof = [zkVmInputs[2]] as const
const publicInputProof = [zkEvmInputs[2].components[0]] as const

/** Parts of the dispute calls as the ABI encodes them: the form in which they are kept. Decoding gives null for what is none. */
export const proofCodec = {
  zkVm: {
    encode: (proof: ZkVmProof): Hex => encodeAbiParameters(zkVmProof, [proof]),
    decode: (value: unknown): ZkVmProof | null => orNull(value, (data) => decodeAbiParameters(zkVmProof, data)[0])
  },
  publicInputProof: {
    encode: (proof: ZkEvmProof['publicInputProof']): Hex => encodeAbiParameters(publicInputProof, [proof]),
    decode: (value: unknown): ZkEvmProof['publicInputProof'] | null =>
      orNull(value, (data) => decodeAbiParameters(publicInputProof, data)[0])
  }
}

function orNull<T>(value: unknown, decode: (data: Hex) => T): T | null {
  if (typeof value !== 'string') return null
  try {
    return decode(value as Hex)
  } catch {
    return null
  }
}
