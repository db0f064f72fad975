import { useCallback, useState } from 'react'
import type { EngineSnapshot } from '../../shared/domain/snapshot.ts'
import type { WireError } from '../../shared/ipc/result.ts'
import { useEngine } from './engine-context.tsx'

type EngineCommand = 'engine.start' | 'engine.stop' | 'guard.resume'

/** Runs a command of the engine once at a time and keeps why it failed. */
export const useCommand = (name: EngineCommand) => {
  const { bridge, store } = useEngine()
  const [busy, setBusy] = useState(false)
  const [error, setError] = useState<WireError | null>(null)
  const run = useCallback(async () => {
    setBusy(true)
    const reply = await bridge.invoke(name, undefined)
    setBusy(false)
    setError(reply.ok ? null : reply.error)
    if (reply.ok) store.accept(reply.value satisfies EngineSnapshot)
  }, [bridge, store, name])
  return { run, busy, error }
}
