import type { Said } from './ask-source.ts'
import type { Difference } from './decide-second.ts'

const gwei = 1_000_000_000n

/** The first fact on which two of the sources contradict each other; null when none does. Fees may differ within bounds: each source has a pool of its own. */
export function compareFacts([first, ...others]: readonly Said[]): Difference | null {
  if (!first) return null
  for (const other of others) {
    const sources = [first.source.origin, other.source.origin] as const
    for (const field of new Set([...first.facts.keys(), ...other.facts.keys()])) {
      const values = [first.facts.get(field) ?? 'nothing', other.facts.get(field) ?? 'nothing'] as const
      if (values[0] !== values[1]) return { field, sources, values }
    }
    const fees = feesDiffer(first, other)
    if (fees) return { ...fees, sources }
  }
  return null
}

/** The base fee moves by an eighth a block at most; tips are opinions, but not by orders of magnitude. */
function feesDiffer(a: Said, b: Said): Omit<Difference, 'sources'> | null {
  if (apart(a.baseFeeWei, b.baseFeeWei, 2n))
    return { field: 'base fee', values: [wei(a.baseFeeWei), wei(b.baseFeeWei)] }
  const tips = [a.tipWei + gwei, b.tipWei + gwei] as const
  return apart(...tips, 8n) ? { field: 'tip', values: [wei(a.tipWei), wei(b.tipWei)] } : null
}

const apart = (a: bigint, b: bigint, factor: bigint): boolean => a > b * factor || b > a * factor
const wei = (value: bigint): string => `${value} wei`
