import { useCallback, useEffect, useState } from 'react'
import type { VaultView } from '../../shared/domain/vault.ts'
import { useEngine } from './engine-context.tsx'

export type VaultState = {
  /** Null until it is loaded. */
  vault: VaultView | null
  /** What a command answered, so that nothing waits for the next word from main. */
  accept: (view: VaultView) => void
}

/** What is in the vault, and whether it is open: asked for once, then told. */
export const useVault = (): VaultState => {
  const { bridge, store } = useEngine()
  const [vault, setVault] = useState<VaultView | null>(null)
  useEffect(() => {
    let gone = false
    const load = async () => {
      const reply = await bridge.invoke('vault.state', undefined)
      if (!gone && reply.ok) setVault(reply.value)
    }
    const offs = [bridge.subscribe('vault.state', setVault), store.onResync(() => void load())]
    void load()
    return () => {
      gone = true
      for (const off of offs) off()
    }
  }, [bridge, store])
  const accept = useCallback((view: VaultView) => setVault(view), [])
  return { vault, accept }
}
