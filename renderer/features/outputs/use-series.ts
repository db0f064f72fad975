import { useCallback, useEffect, useState } from 'react'
import type { OutputPoint } from '../../../shared/ipc/contract.ts'
import type { WireError } from '../../../shared/ipc/result.ts'
import { useEngine, useStoreState } from '../../app/engine-context.tsx'
import type { StoreState } from '../../app/store.ts'

const everything = 10_000
/** Changes when the series has: another own submission, or another reward. */
const versionOf = ({ snapshot }: StoreState): string =>
  `${snapshot?.totals.mySubmissions}:${snapshot?.totals.rewardsWei}:${snapshot?.totals.feesWei}`

export type Series = { points: readonly OutputPoint[] | null; error: WireError | null; retry: () => void }

/** One point for each own output, oldest first; null until it is loaded. */
export const useSeries = (): Series => {
  const { bridge } = useEngine()
  const version = useStoreState(versionOf)
  const [points, setPoints] = useState<readonly OutputPoint[] | null>(null)
  const [error, setError] = useState<WireError | null>(null)
  const [attempt, setAttempt] = useState(0)
  // biome-ignore lint/correctness/useExhaustiveDependencies: version and attempt are what asks for another load
  useEffect(() => {
    let gone = false
    void bridge.invoke('outputs.series', { limit: everything }).then((reply) => {
      if (gone) return
      setError(reply.ok ? null : reply.error)
      if (reply.ok) setPoints(reply.value)
    })
    return () => {
      gone = true
    }
  }, [bridge, version, attempt])
  return { points, error, retry: useCallback(() => setAttempt((n) => n + 1), []) }
}
