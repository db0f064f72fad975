import { recoverTransactionAddress, serializeTransaction } from 'viem'
import type { DeviceSignature } from '../../../shared/domain/action.ts'
import type { Address, Hex } from '../../../shared/domain/hex.ts'
import { AppError } from '../../../shared/errors.ts'
import type { UnsignedTx } from '../ports.ts'
import { asEip1559 } from './serialize-unsigned.ts'

/** Order of secp256k1. Nodes refuse an `s` in the upper half. */
const order = 0xfffffffffffffffffffffffffffffffebaaedce6af48a03bbfd25e8cd0364141n
const parities: Record<string, 0 | 1> = { '0': 0, '00': 0, '1b': 0, '27': 0, '1': 1, '01': 1, '1c': 1, '28': 1 }

/** The prepared transaction with a device's signature. Throws SIGNATURE_MALFORMED, and SIGNATURE_OF_OTHER_ACCOUNT when it was not `expected` who signed these bytes. */
export async function assembleSigned(
  tx: UnsignedTx,
  signature: DeviceSignature,
  expected: Address
): Promise<`0x02${string}`> {
  const yParity = parities[digitsOf(signature.v)]
  if (yParity === undefined) throw malformed('v')
  const r = scalar('r', signature.r, order - 1n)
  const s = scalar('s', signature.s, order / 2n)
  const raw = serializeTransaction(asEip1559(tx), { r, s, yParity })
  const signer = await recoverTransactionAddress({ serializedTransaction: raw }).catch(() => {
    throw malformed('r')
  })
  if (signer.toLowerCase() === expected.toLowerCase()) return raw
  throw new AppError(
    { code: 'SIGNATURE_OF_OTHER_ACCOUNT', expected, signer },
    {
      message: `The signature is not by ${expected}. Another device, another account on it, or other data was signed. Nothing was sent.`
    }
  )
}

const digitsOf = (text: string): string => text.toLowerCase().replace(/^0x/, '')

function scalar(name: 'r' | 's', text: string, largest: bigint): Hex {
  const digits = digitsOf(text)
  if (!/^[0-9a-f]{1,64}$/.test(digits)) throw malformed(name)
  const value = BigInt(`0x${digits}`)
  if (value === 0n || value > largest) throw malformed(name)
  return `0x${digits.padStart(64, '0')}`
}

const malformed = (part: string): AppError =>
  new AppError(
    { code: 'SIGNATURE_MALFORMED', part },
    { message: `What came back from the device is not a signature (${part}). Nothing was sent: sign again.` }
  )
