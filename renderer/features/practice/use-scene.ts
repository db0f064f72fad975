import { useCallback, useEffect, useState } from 'react'
import type { PracticeDirection, PracticeScene } from '../../../shared/domain/practice-scene.ts'
import type { WireError } from '../../../shared/ipc/result.ts'
import { useEngine } from '../../app/engine-context.tsx'

const everyMs = 2_000

export type SceneView = {
  scene: PracticeScene | null
  error: WireError | null
  /** What is being done right now. */
  busy: PracticeDirection | null
  direct: (direction: PracticeDirection) => void
}

/** What happens on the practice network, asked for while it is looked at. */
export const useScene = (): SceneView => {
  const { bridge } = useEngine()
  const [scene, setScene] = useState<PracticeScene | null>(null)
  const [error, setError] = useState<WireError | null>(null)
  const [busy, setBusy] = useState<PracticeDirection | null>(null)
  const load = useCallback(async () => {
    const reply = await bridge.invoke('practice.scene', undefined)
    if (reply.ok) setScene(reply.value)
    if (reply.ok || !reply.error.retryable) setError(reply.ok ? null : reply.error)
  }, [bridge])
  useEffect(() => {
    void load()
    const id = setInterval(() => void load(), everyMs)
    return () => clearInterval(id)
  }, [load])
  const direct = useCallback(
    async (direction: PracticeDirection) => {
      setBusy(direction)
      const reply = await bridge.invoke('practice.direct', direction)
      setBusy(null)
      setError(reply.ok ? null : reply.error)
      if (reply.ok) setScene(reply.value)
    },
    [bridge]
  )
  return { scene, error, busy, direct: (direction) => void direct(direction) }
}
