import { type Hex, keccak256, stringToHex } from 'viem'

/** The private key of one role on the practice network: worth nothing anywhere else, and the same for the same seed. */
export const practiceKey = (seed: number, role: string): Hex => keccak256(stringToHex(`kroma practice ${seed} ${role}`))
