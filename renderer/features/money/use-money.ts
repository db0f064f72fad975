import { useCallback, useEffect, useRef, useState } from 'react'
import type { StampedEvent } from '../../../shared/domain/engine-event.ts'
import type { MoneyGrouping, MoneySummary } from '../../../shared/domain/money.ts'
import type { WireError } from '../../../shared/ipc/result.ts'
import { useEngine } from '../../app/engine-context.tsx'
import { joined } from './money-model.ts'

const pageSize = 500
const settleMs = 800
const againMs = 2_000
const moves = new Set<StampedEvent['type']>([
  'tx.confirmed',
  'tx.failed',
  'output.paid',
  'challenge.won',
  'challenge.lost'
])

export type MoneyView = {
  /** Null until the first answer. */
  summary: MoneySummary | null
  error: WireError | null
  loadMore: () => void
  retry: () => void
}

type Kept = { by: MoneyGrouping; summary: MoneySummary | null }

/** The sums and the lines of one grouping, page by page; asked for anew when money has moved. */
export const useMoney = (by: MoneyGrouping): MoneyView => {
  const { bridge, store } = useEngine()
  const [kept, setKept] = useState<Kept>({ by, summary: null })
  // What is kept of another grouping has keys of another kind.
  const summary = kept.by === by ? kept.summary : null
  const [error, setError] = useState<WireError | null>(null)
  const round = useRef(0)
  const busy = useRef(false)

  const ask = useCallback(
    async (before: string | null) => {
      if (before === null) round.current += 1
      else if (busy.current) return
      busy.current = true
      const mine = round.current
      const reply = await bridge.invoke('money.summary', { by, before, limit: pageSize })
      if (mine !== round.current) return
      busy.current = false
      setError(reply.ok ? null : reply.error)
      if (reply.ok)
        setKept((known) => ({ by, summary: joined(known.by === by ? known.summary : null, reply.value, before) }))
    },
    [bridge, by]
  )

  useEffect(() => {
    const restart = () => void ask(null)
    restart()
    let timer: ReturnType<typeof setTimeout> | null = null
    const later = () => {
      timer = null
      restart()
    }
    const offs = [
      store.onResync(restart),
      store.onEvent(({ type }) => {
        if (moves.has(type)) timer ??= setTimeout(later, settleMs)
      })
    ]
    return () => {
      round.current += 1
      if (timer !== null) clearTimeout(timer)
      for (const off of offs) off()
    }
  }, [ask, store])

  // At the very start there is no history yet; it comes by itself.
  const waits = summary === null && error?.retryable === true
  useEffect(() => {
    if (!waits) return
    const timer = setInterval(() => void ask(null), againMs)
    return () => clearInterval(timer)
  }, [waits, ask])

  const next = summary?.nextBefore ?? null
  const loadMore = useCallback(() => {
    if (next !== null) void ask(next)
  }, [ask, next])
  return { summary, error, loadMore, retry: () => void ask(null) }
}
