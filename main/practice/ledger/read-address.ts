import { getAddress } from 'viem'
import type { Address } from '../../../shared/domain/hex.ts'
import { ledgerPath } from '../../../shared/domain/ledger-paths.ts'
import { AppError } from '../../../shared/errors.ts'
import { statusWords } from './apdu.ts'
import type { LedgerClient } from './ledger-client.ts'

/** A path such as 44'/60'/0'/0/0 as commands carry it: n, n x u32be. */
export function pathBytes(path: string): Uint8Array {
  const steps = path.split('/').map((step) => Number.parseInt(step, 10) + (step.endsWith("'") ? 0x80000000 : 0))
  const data = new Uint8Array(1 + 4 * steps.length)
  data[0] = steps.length
  const view = new DataView(data.buffer)
  steps.forEach((step, i) => {
    view.setUint32(1 + 4 * i, step)
  })
  return data
}

/** The address at the first path of the device. Throws PRACTICE_LEDGER_REFUSED and what `exchange` throws. */
export async function readAddress({ exchange }: Pick<LedgerClient, 'exchange'>): Promise<Address> {
  const data = pathBytes(ledgerPath('ledger-live', 0))
  const answer = await exchange(Uint8Array.of(0xe0, 0x02, 0x00, 0x00, data.length, ...data))
  const status = new DataView(answer.buffer, answer.byteOffset).getUint16(answer.length - 2)
  if (status !== statusWords.ok)
    throw new AppError(
      { code: 'PRACTICE_LEDGER_REFUSED', status: status.toString(16) },
      { message: `The practice Ledger gave no address (${status.toString(16)}): unlock it and open the Ethereum app.` }
    )
  const start = 1 + (answer[0] ?? 0)
  const digits = Buffer.from(answer.slice(start + 1, start + 1 + (answer[start] ?? 0))).toString('ascii')
  return getAddress(`0x${digits}`)
}
