import type { PreparedTx } from '../../../shared/domain/action.ts'
import { formatAmountExact } from '../../format/amount.ts'

export type DeviceField = { label: string; value: string }

/** Networks that the Ethereum app knows by name; it shows the number of the others. */
const networkNames: Record<number, string> = { 11155111: 'Sepolia', 17000: 'Holesky' }

/** What the Ethereum app shows of this transaction, line by line, to be compared with the device (design: blind signing). */
export function deviceFields(
  tx: Pick<PreparedTx, 'step' | 'signer' | 'to' | 'data' | 'valueWei' | 'maxCostWei' | 'chainId' | 'deviceHash'>
): DeviceField[] {
  const from = { label: 'From', value: tx.signer.address }
  const to = { label: 'To', value: tx.to }
  const fees = { label: 'Max fees', value: `ETH ${formatAmountExact(tx.maxCostWei - tx.valueWei)}` }
  const network = tx.chainId === 1 ? [] : [{ label: 'Network', value: networkNames[tx.chainId] ?? String(tx.chainId) }]
  if (tx.step === 'approve') return [from, fees]
  if (tx.data === '0x')
    return [from, { label: 'Amount', value: `ETH ${formatAmountExact(tx.valueWei)}` }, to, fees, ...network]
  return [from, to, fees, ...network, { label: 'Transaction hash', value: tx.deviceHash }]
}
