import { useCallback, useEffect, useMemo, useState } from 'react'
import type { ChallengeRow } from '../../../shared/domain/challenge.ts'
import type { WireError } from '../../../shared/ipc/result.ts'
import { challengeKey } from '../../app/challenge-link.ts'
import { useEngine, useStoreState } from '../../app/engine-context.tsx'
import type { StoreState } from '../../app/store.ts'

const pageSize = 100
const mostRows = 5_000
const none: readonly ChallengeRow[] = []
const liveOf = ({ snapshot }: StoreState): readonly ChallengeRow[] => snapshot?.challenges ?? none
/** Changes when another challenge has ended. */
const endedOf = (state: StoreState): string =>
  liveOf(state)
    .flatMap((row) => (row.outcome === null ? [] : `${challengeKey(row)}${row.outcome}`))
    .join()

export type PastChallenges = {
  /** Ended ones, the newest first. */
  rows: readonly ChallengeRow[]
  /** There are more to load. */
  more: boolean
  loaded: boolean
  error: WireError | null
  loadMore: () => void
  retry: () => void
}

/** Challenges that have ended, from the history, page by page; the live picture wins where it knows more. */
export const usePast = (): PastChallenges => {
  const { bridge, store } = useEngine()
  const live = useStoreState(liveOf)
  const ended = useStoreState(endedOf)
  const [list, setList] = useState<{ rows: readonly ChallengeRow[]; total: number } | null>(null)
  const [limit, setLimit] = useState(pageSize)
  const [attempt, setAttempt] = useState(0)
  const [error, setError] = useState<WireError | null>(null)
  const retry = useCallback(() => setAttempt((n) => n + 1), [])
  // biome-ignore lint/correctness/useExhaustiveDependencies: ended and attempt are what asks for another load
  useEffect(() => {
    let gone = false
    void bridge.invoke('challenges.list', { includePast: true, limit }).then((reply) => {
      if (gone) return
      setError(reply.ok ? null : reply.error)
      if (reply.ok) setList(reply.value)
    })
    return () => {
      gone = true
    }
  }, [bridge, limit, ended, attempt])
  useEffect(() => store.onResync(retry), [store, retry])
  const rows = useMemo(() => pastRows(live, list?.rows ?? none), [live, list])
  const more = list !== null && list.rows.length < list.total && limit < mostRows
  // Only once the page asked for last is here.
  const loadMore = useCallback(() => {
    if (list !== null && list.rows.length >= Math.min(limit, list.total)) setLimit(Math.min(mostRows, limit + pageSize))
  }, [list, limit])
  return {
    rows,
    more,
    loaded: list !== null,
    error,
    loadMore,
    retry
  }
}

/** Ended ones of both, each once, the newest first. */
export const pastRows = (live: readonly ChallengeRow[], kept: readonly ChallengeRow[]): ChallengeRow[] => {
  const byKey = new Map([...kept, ...live].map((row) => [challengeKey(row), row]))
  return [...byKey.values()].filter(({ outcome }) => outcome !== null).sort((a, b) => b.createdAtSec - a.createdAtSec)
}
