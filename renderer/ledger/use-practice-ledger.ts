import { useCallback, useEffect, useState } from 'react'
import type { PracticeLedgerAction, PracticeLedgerState } from '../../shared/domain/practice-ledger.ts'
import type { WireError } from '../../shared/ipc/result.ts'
import { useEngine } from '../app/engine-context.tsx'

export type PracticeLedgerView = {
  state: PracticeLedgerState | null
  error: WireError | null
  control: (action: PracticeLedgerAction) => void
}

/** The practice Ledger as it is now: told of each change, asked again after a loss. */
export const usePracticeLedger = (): PracticeLedgerView => {
  const { bridge, store } = useEngine()
  const [state, setState] = useState<PracticeLedgerState | null>(null)
  const [error, setError] = useState<WireError | null>(null)
  const accept = useCallback((next: PracticeLedgerState) => {
    setState((known) => (known !== null && known.seq > next.seq ? known : next))
    setError(null)
  }, [])
  const load = useCallback(async () => {
    const reply = await bridge.invoke('practiceLedger.state', undefined)
    if (!reply.ok) return setError(reply.error)
    // A count that begins anew is another run of the app.
    setState(reply.value)
    setError(null)
  }, [bridge])
  useEffect(() => {
    const offs = [bridge.subscribe('practiceLedger.state', accept), store.onResync(() => void load())]
    void load()
    return () => {
      for (const off of offs) off()
    }
  }, [bridge, store, accept, load])
  // While the practice network starts there is none yet.
  useEffect(() => {
    if (error === null || !error.retryable) return
    const id = setTimeout(() => void load(), 1_500)
    return () => clearTimeout(id)
  }, [error, load])
  const control = useCallback(
    async (action: PracticeLedgerAction) => {
      const reply = await bridge.invoke('practiceLedger.control', { action })
      if (reply.ok) accept(reply.value)
      else setError(reply.error)
    },
    [bridge, accept]
  )
  return { state, error, control: (action) => void control(action) }
}
