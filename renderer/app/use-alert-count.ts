import { useEffect, useState } from 'react'
import type { AlertSeverity } from '../../shared/domain/alert.ts'
import { useEngine } from './engine-context.tsx'

export type AlertCount = { active: number; worst: AlertSeverity | null }
const none: AlertCount = { active: 0, worst: null }

/** How many alerts hold, for the badge beside the screen's name. */
export const useAlertCount = (): AlertCount => {
  const { bridge, store } = useEngine()
  const [count, setCount] = useState(none)
  useEffect(() => {
    let gone = false
    const load = async () => {
      const reply = await bridge.invoke('alerts.list', undefined)
      if (gone || !reply.ok) return
      const { active } = reply.value
      setCount({ active: active.length, worst: active[0]?.severity ?? null })
    }
    const offs = [
      bridge.subscribe('alert.changed', ({ active, worst }) => setCount({ active, worst })),
      store.onResync(() => void load())
    ]
    void load()
    return () => {
      gone = true
      for (const off of offs) off()
    }
  }, [bridge, store])
  return count
}
