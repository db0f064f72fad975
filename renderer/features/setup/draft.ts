import type { ConfigInput } from '../../../shared/config/config.ts'

/** A configuration while it is typed: of the right shape as far as it has got. */
export type Draft = Readonly<Record<string, unknown>>
export type Network = ConfigInput['network']

type Node = Record<string, unknown> | unknown[]

/** The value at `rpc.l1.0`; undefined where there is none. */
export function valueAt(draft: unknown, path: string): unknown {
  let value: unknown = draft
  for (const key of path.split('.')) {
    if (typeof value !== 'object' || value === null) return undefined
    value = (value as Record<string, unknown>)[key]
  }
  return value
}

/** The same draft with another value at `path`. Undefined takes the key away, and what is empty because of it. */
export function withValue(draft: Draft, path: string, value: unknown): Draft {
  return (changed(draft, path.split('.'), value) ?? {}) as Draft
}

function changed(node: unknown, [key = '', ...rest]: string[], value: unknown): Node | undefined {
  const old = typeof node === 'object' && node !== null ? (node as Node) : /^\d+$/.test(key) ? [] : {}
  const inner = rest.length === 0 ? value : changed((old as Record<string, unknown>)[key], rest, value)
  if (Array.isArray(old))
    return inner === undefined ? old.filter((_, i) => String(i) !== key) : Object.assign([...old], { [key]: inner })
  const { [key]: _, ...others } = old
  if (inner !== undefined) return { ...old, [key]: inner }
  return Object.keys(others).length === 0 ? undefined : others
}

const emptyRpc = { l1: [''], l2: [''], rollup: [''] }
/** What a person chose for the validator and not for the network. */
const carried = ['alerts', 'fees', 'metrics', 'prices', 'roles', 'timers'] as const

/** A draft for another network: what was set for it before, else as little as it needs and what is the operator's own. */
export function draftFor(network: Network, now: Draft, others: Partial<Record<Network, ConfigInput>>): Draft {
  const before = others[network]
  if (before) return before as Draft
  const own = Object.fromEntries(carried.flatMap((key) => (now[key] === undefined ? [] : [[key, now[key]]])))
  if (network === 'practice') return { network, ...own }
  const remote = { network, rpc: emptyRpc, key: now.key ?? { source: 'vault' }, ...own }
  return network === 'custom' ? { ...remote, label: 'Custom network', addresses: {} } : remote
}

/** What is typed into a field for a number: the number, nothing, or the text for the check to complain about. */
export function numberTyped(text: string): number | string | undefined {
  const plain = text.trim().replace(',', '.')
  if (plain === '') return undefined
  return /^-?\d+(\.\d+)?$/.test(plain) ? Number(plain) : text
}
