import { useCallback, useEffect, useRef, useState } from 'react'
import type { LogLevel, LogLine } from '../../../shared/domain/log.ts'
import type { WireError } from '../../../shared/ipc/result.ts'
import { useEngine } from '../../app/engine-context.tsx'
import { withNewer } from './merge-lines.ts'

const everyMs = 2_000
const pageLines = 200

export type LogFilter = { level: LogLevel; search: string }
export type LogView = {
  /** Null until it is loaded. */
  lines: readonly LogLine[] | null
  /** Where older lines are; null at the beginning of the log. */
  before: string | null
  error: WireError | null
  loadingOlder: boolean
  older: () => void
  retry: () => void
}

type Shown = { lines: LogLine[]; before: string | null; version: string | null }

/** The lines of a filter, newest first, with what is written meanwhile while `follow` is on. */
export const useLogs = ({ level, search }: LogFilter, follow: boolean): LogView => {
  const { bridge } = useEngine()
  const [shown, setShown] = useState<Shown | null>(null)
  const [error, setError] = useState<WireError | null>(null)
  const [loadingOlder, setLoadingOlder] = useState(false)
  const now = useRef<Shown | null>(null)
  const filter = useRef(0)

  const keep = useCallback((next: Shown) => {
    now.current = next
    setShown(next)
  }, [])

  const load = useCallback(async () => {
    const mine = filter.current
    const unless = now.current?.version ?? null
    const reply = await bridge.invoke('logs.page', { level, search, limit: pageLines, before: null, unless })
    if (mine !== filter.current) return
    setError(reply.ok ? null : reply.error)
    if (!reply.ok || reply.value === null) return
    const { lines, before, version } = reply.value
    const merged = withNewer(now.current?.lines ?? [], lines)
    const isWhole = now.current === null || merged.gap || now.current.lines.length === 0
    keep({ lines: merged.lines, before: isWhole ? before : (now.current?.before ?? null), version })
  }, [bridge, level, search, keep])

  const older = async () => {
    const from = now.current
    if (from === null || from.before === null) return
    const mine = filter.current
    setLoadingOlder(true)
    const reply = await bridge.invoke('logs.page', {
      level,
      search,
      limit: pageLines,
      before: from.before,
      unless: null
    })
    if (mine !== filter.current) return
    setLoadingOlder(false)
    setError(reply.ok ? null : reply.error)
    const latest = now.current
    if (!reply.ok || reply.value === null || latest === null || latest.before !== from.before) return
    keep({ ...latest, lines: [...latest.lines, ...reply.value.lines], before: reply.value.before })
  }

  // Another filter is another list.
  useEffect(() => {
    filter.current += 1
    now.current = null
    setLoadingOlder(false)
    void load()
    return () => {
      filter.current += 1
    }
  }, [load])

  useEffect(() => {
    if (!follow) return undefined
    void load()
    const timer = setInterval(() => void load(), everyMs)
    return () => clearInterval(timer)
  }, [follow, load])

  return {
    lines: shown?.lines ?? null,
    before: shown?.before ?? null,
    error,
    loadingOlder,
    older: () => void older(),
    retry: () => void load()
  }
}
