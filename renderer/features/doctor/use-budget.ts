import { useEffect, useState } from 'react'
import type { RpcBudgetView } from '../../../shared/domain/rpc-budget.ts'
import { useEngine } from '../../app/engine-context.tsx'

const everyMs = 5_000

/** What was asked of the endpoints, again every five seconds. Undefined until it is loaded, null where nothing is counted. */
export const useBudget = (): RpcBudgetView | null | undefined => {
  const { bridge } = useEngine()
  const [budget, setBudget] = useState<RpcBudgetView | null | undefined>(undefined)
  useEffect(() => {
    let over = false
    const load = async () => {
      const reply = await bridge.invoke('rpcBudget.get', undefined)
      if (!over) setBudget((before) => (reply.ok ? reply.value : (before ?? null)))
    }
    void load()
    const timer = setInterval(() => void load(), everyMs)
    return () => {
      over = true
      clearInterval(timer)
    }
  }, [bridge])
  return budget
}
