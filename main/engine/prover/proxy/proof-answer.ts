import { proverBytes } from '../prover-bytes.ts'

/** What `prove` answers on the wire: bytes as base64. Protocol: prover proxy. */
export type ProofAnswer = { final_pair: string; proof: string }

const base64 = (bytes: Uint8Array): string => {
  let text = ''
  for (const byte of bytes) text += String.fromCharCode(byte)
  return btoa(text)
}

/** The answer of a prover, whose bytes are arrays, base64 or hex, in the wire's form; null when it is no proof. */
export function readProofAnswer(value: unknown): ProofAnswer | null {
  if (typeof value !== 'object' || value === null) return null
  const { proof, final_pair } = value as Record<string, unknown>
  const proofBytes = proverBytes(proof, [4_640])
  const pairBytes = proverBytes(final_pair, [192, 128])
  return proofBytes && pairBytes ? { final_pair: base64(pairBytes), proof: base64(proofBytes) } : null
}
