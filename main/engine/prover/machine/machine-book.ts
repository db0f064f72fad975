import { type Run, startOfMonth } from './cost-guard.ts'
import type { Lease, LeasePort, MachineBook } from './lease.ts'
import type { MachineLook } from './machine-port.ts'

/** The lease and the account, in memory and on disk alike: what is asked of it has been written when the promise resolves. */
export type OpenBook = {
  readonly lease: Lease | null
  readonly ended: readonly Run[]
  /** The run under way, as long as it is known to be one. */
  current(now: number): Run | null
  /** Keeps the lease that stands. */
  take(lease: Pick<Lease, 'instanceId' | 'pricePerHourUsd'>, now: number): Promise<void>
  setProofs(proofs: Lease['proofs']): Promise<void>
  /** The machine was seen or made to run. */
  runs(look: Pick<MachineLook, 'launchedAtMs'>, price: { pricePerHourUsd: number; now: number }): Promise<void>
  /** The machine is down: its run is put to the account, the lease stands. */
  ends(now: number): Promise<void>
  /** The machine is down and nobody needs it: the lease ends. */
  settle(now: number): Promise<void>
}

export async function openMachineBook(file: LeasePort): Promise<{ book: OpenBook; damaged: boolean }> {
  const { damaged, ...read } = await file.read()
  let kept: MachineBook = read
  let writing: Promise<void> = Promise.resolve()

  const write = (next: MachineBook): Promise<void> => {
    const before = kept
    kept = next
    writing = writing
      .catch(() => {})
      .then(() => file.write(next))
      .catch((error: unknown) => {
        if (kept === next) kept = { ...next, lease: next.lease ?? before.lease }
        throw error
      })
    return writing
  }
  const current = (now: number): Run | null => {
    const { lease } = kept
    if (!lease || lease.startedAtMs === null) return null
    return { fromMs: lease.startedAtMs, toMs: now, pricePerHourUsd: lease.pricePerHourUsd }
  }
  const withCurrent = (now: number): Run[] => {
    const run = current(now)
    return run ? [...recent(kept.ended, now), run] : kept.ended
  }
  const book: OpenBook = {
    get lease() {
      return kept.lease
    },
    get ended() {
      return kept.ended
    },
    current,
    async take(lease, now) {
      if (kept.lease) return
      const taken = { ...kept, lease: { ...lease, takenAtMs: now, startedAtMs: null, proofs: [] } }
      try {
        await write(taken)
      } catch (error) {
        kept = { ...kept, lease: null }
        throw error
      }
    },
    async setProofs(proofs) {
      if (kept.lease) await write({ ...kept, lease: { ...kept.lease, proofs } })
    },
    async runs({ launchedAtMs }, { pricePerHourUsd, now }) {
      const { lease } = kept
      if (!lease || lease.startedAtMs !== null) return
      const startedAtMs = Math.min(now, Math.max(lease.takenAtMs, launchedAtMs ?? now))
      await write({ ...kept, lease: { ...lease, startedAtMs, pricePerHourUsd } })
    },
    async ends(now) {
      const { lease } = kept
      if (lease && current(now)) await write({ lease: { ...lease, startedAtMs: null }, ended: withCurrent(now) })
    },
    async settle(now) {
      await write({ lease: null, ended: withCurrent(now) })
    }
  }
  return { book, damaged }
}

const longestKept = 1_000
const twoMonthsMs = 62 * 24 * 3_600_000

/** Older runs count for no cap any more. */
const recent = (ended: readonly Run[], now: number): Run[] =>
  ended.filter(({ toMs }) => toMs >= startOfMonth(now) - twoMonthsMs).slice(-longestKept)
