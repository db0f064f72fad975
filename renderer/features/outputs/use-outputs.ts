import { useCallback, useEffect, useRef, useState } from 'react'
import type { StampedEvent } from '../../../shared/domain/engine-event.ts'
import type { OutputRow } from '../../../shared/domain/output.ts'
import type { WireError } from '../../../shared/ipc/result.ts'
import { useEngine, useStoreState } from '../../app/engine-context.tsx'
import type { StoreState } from '../../app/store.ts'
import { emptyList, type OutputList, withNewest, withPage } from './outputs-model.ts'

const pageSize = 500
const refetchMs = 400
const newestOf = (state: StoreState): readonly OutputRow[] => state.snapshot?.outputs ?? []

export type Outputs = OutputList & {
  loading: boolean
  error: WireError | null
  /** Loads the next page; does nothing while one is on its way or when all are here. */
  loadMore: () => void
  retry: () => void
}

/** Every output, page by page, kept up to date by the snapshot and by events about older ones. */
export const useOutputs = (mine: boolean): Outputs => {
  const { bridge, store } = useEngine()
  const [list, setList] = useState<OutputList>(emptyList)
  const [error, setError] = useState<WireError | null>(null)
  const [loading, setLoading] = useState(false)
  const round = useRef(0)
  const busy = useRef(false)

  const fetchPage = useCallback(
    async (before: bigint | null, fresh: boolean) => {
      if (busy.current && !fresh) return
      busy.current = true
      if (fresh) round.current += 1
      const mineRound = round.current
      setLoading(true)
      const reply = await bridge.invoke('outputs.page', { before, limit: pageSize, mine })
      if (mineRound !== round.current) return
      busy.current = false
      setLoading(false)
      setError(reply.ok ? null : reply.error)
      if (reply.ok)
        setList((known) =>
          withNewest(withPage(fresh ? emptyList : known, reply.value), newestOf(store.getState()), mine)
        )
    },
    [bridge, store, mine]
  )

  const restart = useCallback(() => void fetchPage(null, true), [fetchPage])
  useEffect(() => {
    setList(emptyList)
    restart()
    return () => {
      round.current += 1
      busy.current = false
    }
  }, [restart])
  useEffect(() => store.onResync(restart), [store, restart])

  const newest = useStoreState(newestOf)
  useEffect(() => setList((known) => withNewest(known, newest, mine)), [newest, mine])

  const replace = useCallback((rows: readonly OutputRow[]) => setList((known) => withNewest(known, rows, mine)), [mine])
  useChangedRows(replace)

  const loadMore = useCallback(() => {
    if (list.nextBefore !== undefined && list.nextBefore !== null) void fetchPage(list.nextBefore, false)
  }, [fetchPage, list.nextBefore])
  return { ...list, loading, error, loadMore, retry: list.nextBefore === undefined ? restart : loadMore }
}

/** Asks again for rows that an event was about: the snapshot holds the newest ones only. */
const useChangedRows = (replace: (rows: readonly OutputRow[]) => void): void => {
  const { bridge, store } = useEngine()
  useEffect(() => {
    const changed = new Set<bigint>()
    let timer: ReturnType<typeof setTimeout> | null = null
    const flush = async () => {
      timer = null
      const asked = [...changed]
      changed.clear()
      const replies = await Promise.all(
        asked.map((index) => bridge.invoke('outputs.page', { before: index + 1n, limit: 1, mine: false }))
      )
      replace(replies.flatMap((reply) => (reply.ok ? reply.value.rows : [])))
    }
    const note = (event: StampedEvent) => {
      if (event.type !== 'output.paid' && event.type !== 'output.verdict') return
      changed.add(event.outputIndex)
      timer ??= setTimeout(() => void flush(), refetchMs)
    }
    const off = store.onEvent(note)
    return () => {
      off()
      if (timer !== null) clearTimeout(timer)
    }
  }, [bridge, store, replace])
}
