import { formatEther, getAddress, keccak256, parseTransaction, toHex } from 'viem'
import type { Address, Hash } from '../../../shared/domain/hex.ts'
import type { LedgerField } from '../../../shared/domain/practice-ledger.ts'
import { ApduError } from './apdu.ts'

const approveSelector = '0x095ea7b3'
const approveLength = 2 + 2 * (4 + 32 + 32)

export type TransactionReview = { hash: Hash; fields: LedgerField[] }

/** How long a transaction is that begins with these bytes: its type and the length prefix of its list (RLP). Null while that is not known yet. Throws ApduError txTypeNotSupported, invalidData. */
export function transactionLength(bytes: Uint8Array): number | null {
  const [type, head] = bytes
  if (type !== undefined && type !== 0x02) throw new ApduError('txTypeNotSupported')
  if (head === undefined) return null
  if (head < 0xc0) throw new ApduError('invalidData')
  if (head <= 0xf7) return 2 + head - 0xc0
  const lengthBytes = head - 0xf7
  if (lengthBytes > 3) throw new ApduError('invalidData')
  if (bytes.length < 2 + lengthBytes) return null
  const length = bytes.slice(2, 2 + lengthBytes).reduce((sum, byte) => sum * 256 + byte, 0)
  return 2 + lengthBytes + length
}

/** What the device shows of a transaction before it signs it. Data is signed blindly, and only where that is allowed; of an approval of a token that it does not know the device shows less. Throws ApduError invalidData. */
export function reviewTransaction(bytes: Uint8Array, from: Address, blindSigning: boolean): TransactionReview {
  const tx = parsed(bytes)
  const { data = '0x', to, value = 0n, gas = 0n, maxFeePerGas = 0n, chainId } = tx
  if (data !== '0x' && !blindSigning) throw new ApduError('invalidData')
  const hash = keccak256(bytes)
  const line = (label: string, shown: string): LedgerField => ({ label, value: shown })
  const sender = line('From', from)
  const fees = line('Max fees', `ETH ${formatEther(gas * maxFeePerGas)}`)
  const network = chainId === 1 ? [] : [line('Network', String(chainId))]
  if (isApproval(data)) return { hash, fields: [sender, fees] }
  const target = to ? [line('To', getAddress(to))] : []
  if (data === '0x')
    return { hash, fields: [sender, line('Amount', `ETH ${formatEther(value)}`), ...target, fees, ...network] }
  return { hash, fields: [sender, ...target, fees, ...network, line('Transaction hash', hash)] }
}

const isApproval = (data: string): boolean => data.startsWith(approveSelector) && data.length === approveLength

function parsed(bytes: Uint8Array) {
  try {
    return parseTransaction(toHex(bytes) as `0x02${string}`)
  } catch {
    throw new ApduError('invalidData')
  }
}
