import type { DeviceSignature } from '../../../shared/domain/action.ts'
import type { Hex } from '../../../shared/domain/hex.ts'
import { AppError } from '../../../shared/errors.ts'
import { statusWords } from './apdu.ts'
import type { LedgerClient } from './ledger-client.ts'
import { pathBytes } from './read-address.ts'

const largestPiece = 255

/** Has a transaction reviewed and signed by whatever Ledger answers: command E0 04, in pieces. Resolves when the user has decided. Throws PRACTICE_LEDGER_REFUSED with the status word, and what `exchange` throws. */
export async function signOnLedger(
  { exchange }: Pick<LedgerClient, 'exchange'>,
  { path, unsigned }: { path: string; unsigned: Hex }
): Promise<DeviceSignature> {
  const bytes = Buffer.concat([pathBytes(path), Buffer.from(unsigned.slice(2), 'hex')])
  let answer = new Uint8Array()
  for (let at = 0; at < bytes.length; at += largestPiece) {
    const piece = bytes.subarray(at, at + largestPiece)
    answer = Uint8Array.from(
      await exchange(Uint8Array.of(0xe0, 0x04, at === 0 ? 0x00 : 0x80, 0, piece.length, ...piece))
    )
    const status = new DataView(answer.buffer).getUint16(answer.length - 2)
    if (status !== statusWords.ok) throw refused(status)
  }
  const hex = Buffer.from(answer).toString('hex')
  return { v: hex.slice(0, 2), r: hex.slice(2, 66), s: hex.slice(66, 130) }
}

const refused = (status: number): AppError =>
  new AppError(
    { code: 'PRACTICE_LEDGER_REFUSED', status: status.toString(16) },
    { message: `The practice Ledger did not sign (${status.toString(16)}).` }
  )
