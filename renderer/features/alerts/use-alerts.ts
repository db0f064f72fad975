import { useCallback, useEffect, useRef, useState } from 'react'
import type { AlertCode, AlertsOverview, ChannelReceipt } from '../../../shared/domain/alert.ts'
import type { WireError } from '../../../shared/ipc/result.ts'
import { useEngine } from '../../app/engine-context.tsx'

const muteForMs = 8 * 3_600_000

export type Alerts = {
  /** Null until it is loaded. */
  overview: AlertsOverview | null
  error: WireError | null
  retry: () => void
  mute: (code: AlertCode, on: boolean) => void
  /** Sends a test message; never throws. */
  test: (channel: string) => Promise<ChannelReceipt>
}

/** The alerts, loaded again whenever main says that they changed. */
export const useAlerts = (): Alerts => {
  const { bridge, store } = useEngine()
  const [overview, setOverview] = useState<AlertsOverview | null>(null)
  const [error, setError] = useState<WireError | null>(null)
  const asked = useRef(0)

  const load = useCallback(async () => {
    asked.current += 1
    const mine = asked.current
    const reply = await bridge.invoke('alerts.list', undefined)
    if (mine !== asked.current) return
    setError(reply.ok ? null : reply.error)
    if (reply.ok) setOverview(reply.value)
  }, [bridge])

  useEffect(() => {
    const offs = [bridge.subscribe('alert.changed', () => void load()), store.onResync(() => void load())]
    void load()
    return () => {
      asked.current += 1
      for (const off of offs) off()
    }
  }, [bridge, store, load])

  const mute = useCallback(
    async (code: AlertCode, on: boolean) => {
      const reply = await bridge.invoke('alerts.mute', { code, untilMs: on ? Date.now() + muteForMs : null, on })
      setError(reply.ok ? null : reply.error)
      if (reply.ok) setOverview(reply.value)
    },
    [bridge]
  )
  const test = useCallback(
    async (channel: string): Promise<ChannelReceipt> => {
      const reply = await bridge.invoke('alerts.test', { channel })
      return reply.ok ? reply.value : { ok: false, atMs: Date.now(), detail: reply.error.message }
    },
    [bridge]
  )
  return { overview, error, retry: () => void load(), mute: (code, on) => void mute(code, on), test }
}
