import type { Hash } from '../../../shared/domain/hex.ts'
import { AbortedError, AppError } from '../../../shared/errors.ts'
import type { RollupClient } from '../chain/types.ts'
import type { OwnRoot } from './view.ts'

/** Recomputes the output root of an L2 block from the L2 execution node; the second source. `relearn`: with the rollup configuration read anew, since which formula holds follows from its fork time. */
export type RecomputeRoot = (l2BlockNumber: bigint, opts: { relearn: boolean; signal: AbortSignal }) => Promise<Hash>

type RootOrigin = 'rollup' | 'l2' | 'second'

type Deps = {
  rollup: Pick<RollupClient, 'outputAtBlock'>
  recompute: RecomputeRoot
  /** The root as a second rollup node gives it, where one is configured. */
  second?: (l2BlockNumber: bigint, signal: AbortSignal) => Promise<Hash | null>
  /** Told after each question why a source gave no root; null when it did. */
  onSource: (source: RootOrigin, error: AppError | null) => void
}

export type OwnRoots = {
  /** The root of a block from both sources; asked for once per block unless `fresh`. Null when the rollup node does not give one. */
  of(l2BlockNumber: bigint, opts: { fresh: boolean; signal: AbortSignal }): Promise<OwnRoot | null>
  /** Which source contradicted the rollup node about the last root, and how; null when none did. */
  contradiction(): { by: 'l2' | 'second'; own: Hash; other: Hash } | null
}

/** Own output roots; the last one is kept if all sources agreed on it. A second rollup node that differs stands as `recomputed`, whatever the L2 node says. A second source that is away leaves `recomputed` null. */
export function createOwnRoots(deps: Deps): OwnRoots {
  let kept: { l2BlockNumber: bigint; own: OwnRoot } | null = null
  let contradiction: ReturnType<OwnRoots['contradiction']> = null

  const orNull = async <T>(source: RootOrigin, work: Promise<T>, signal: AbortSignal): Promise<T | null> => {
    try {
      const root = await work
      deps.onSource(source, null)
      return root
    } catch (error) {
      if (signal.aborted || error instanceof AbortedError) throw new AbortedError(error)
      if (!(error instanceof AppError)) throw error
      deps.onSource(source, error)
      return null
    }
  }

  return {
    contradiction: () => contradiction,
    async of(l2BlockNumber, { fresh, signal }) {
      const known = kept?.l2BlockNumber === l2BlockNumber ? kept.own : null
      if (known && known.root === known.recomputed && !fresh) return known
      const [output, recomputed, other] = await Promise.all([
        orNull('rollup', deps.rollup.outputAtBlock(l2BlockNumber, signal), signal),
        orNull('l2', deps.recompute(l2BlockNumber, { relearn: false, signal }), signal),
        deps.second ? orNull('second', deps.second(l2BlockNumber, signal), signal) : null
      ])
      if (!output) return null
      const { outputRoot: root } = output
      const differ = recomputed !== null && recomputed !== root
      const second = differ
        ? await orNull('l2', deps.recompute(l2BlockNumber, { relearn: true, signal }), signal)
        : recomputed
      const objection = other !== null && other !== root ? other : null
      kept = { l2BlockNumber, own: { root, recomputed: objection ?? second ?? recomputed } }
      const against = kept.own.recomputed
      contradiction =
        against === null || against === root ? null : { by: objection ? 'second' : 'l2', own: root, other: against }
      return kept.own
    }
  }
}
