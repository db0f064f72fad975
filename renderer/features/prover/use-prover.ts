import { useCallback, useEffect, useRef, useState } from 'react'
import type { ProverOverview } from '../../../shared/domain/prover.ts'
import type { WireError } from '../../../shared/ipc/result.ts'
import { useEngine } from '../../app/engine-context.tsx'

const everyMs = 2_000
type Command = 'prover.state' | 'prover.rehearse' | 'prover.stopMachine'

export type ProverView = {
  /** Undefined until it is loaded, null where nothing is configured. */
  overview: ProverOverview | null | undefined
  error: WireError | null
  run: (command: Command) => void
}

/** The prover's state, asked for every two seconds while the screen is open: what it costs runs on. */
export const useProver = (): ProverView => {
  const { bridge } = useEngine()
  const [overview, setOverview] = useState<ProverOverview | null | undefined>(undefined)
  const [error, setError] = useState<WireError | null>(null)
  const asked = useRef(0)
  const run = useCallback(
    async (command: Command) => {
      asked.current += 1
      const mine = asked.current
      const reply = await bridge.invoke(command, undefined)
      if (mine !== asked.current) return
      setError(reply.ok ? null : reply.error)
      if (reply.ok) setOverview(reply.value)
    },
    [bridge]
  )
  useEffect(() => {
    void run('prover.state')
    const timer = setInterval(() => void run('prover.state'), everyMs)
    return () => {
      asked.current += 1
      clearInterval(timer)
    }
  }, [run])
  return { overview, error, run: (command) => void run(command) }
}
