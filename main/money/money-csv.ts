import { createHash, type Hash as Hasher } from 'node:crypto'
import type { CloudRun, MoneyKind, MoneyMovement } from '../../shared/domain/money.ts'

/** Columns in their order. Amounts are positive decimals; `direction` says whether they came in or went out. */
const header = 'time_utc,kind,direction,amount,unit,output,tx_hash,l1_block,purpose'

const kinds: Record<MoneyKind, { direction: 'in' | 'out'; unit: 'KRO' | 'ETH' }> = {
  reward: { direction: 'in', unit: 'KRO' },
  'challenge-reward': { direction: 'in', unit: 'KRO' },
  slash: { direction: 'out', unit: 'KRO' },
  'slash-reverted': { direction: 'in', unit: 'KRO' },
  gas: { direction: 'out', unit: 'ETH' }
}

/** Every movement and every paid time of the prover's machine as a CSV (RFC 4180, CRLF), and a last line with the SHA-256 of all lines before it. docs/money.md tells how to check it. */
export function moneyCsv(movements: Iterable<MoneyMovement>, runs: readonly CloudRun[]): string {
  const hasher = createHash('sha256')
  const parts: string[] = []
  const put = (line: string): void => {
    parts.push(`${line}\r\n`)
    hasher.update(`${line}\r\n`)
  }
  put(header)
  for (const movement of movements) put(movementLine(movement))
  for (const run of runs) put(runLine(run))
  parts.push(`${checksumLine(hasher)}\r\n`)
  return parts.join('')
}

const checksumLine = (hasher: Hasher): string => `sha256,${hasher.digest('hex')}`

function movementLine({ kind, amountWei, atSec, outputIndex, txHash, l1BlockNumber, purpose }: MoneyMovement): string {
  const { direction, unit } = kinds[kind]
  const time = atSec === null ? '' : utc(atSec * 1000)
  return [time, kind, direction, decimal(amountWei), unit, outputIndex ?? '', txHash, l1BlockNumber, purpose ?? '']
    .map(cell)
    .join(',')
}

const runLine = ({ fromMs, microUsd }: CloudRun): string =>
  [utc(fromMs), 'cloud', 'out', (microUsd / 1e6).toFixed(6), 'USD', '', '', '', ''].map(cell).join(',')

const utc = (ms: number): string => `${new Date(ms).toISOString().slice(0, 19)}Z`

const decimal = (wei: bigint): string => {
  const digits = (wei % 10n ** 18n).toString().padStart(18, '0')
  return `${wei / 10n ** 18n}.${digits}`
}

/** What a spreadsheet would take for a formula gets an apostrophe before it. */
function cell(value: string | bigint): string {
  const text = String(value)
  const plain = /^[=+\-@\t\r]/.test(text) ? `'${text}` : text
  return /[",\r\n]/.test(plain) ? `"${plain.replaceAll('"', '""')}"` : plain
}
