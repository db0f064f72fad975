import { useCallback, useState } from 'react'
import type { CommandName } from '../../../../shared/ipc/channels.ts'
import type { Input, Output } from '../../../../shared/ipc/contract.ts'
import type { WireError } from '../../../../shared/ipc/result.ts'
import { useEngine } from '../../../app/engine-context.tsx'
import { errorText } from '../../../app/error-texts.ts'
import { problemTexts } from './texts.ts'

export type Submit<K extends CommandName> = {
  busy: boolean
  /** What went wrong, in a line; null once something is typed again. */
  problem: string | null
  code: string | null
  /** Null when it was refused. */
  run: (input: Input<K>) => Promise<Output<K> | null>
  clear: () => void
}

/** One command at a time, and why it was refused. */
export const useSubmit = <K extends CommandName>(name: K): Submit<K> => {
  const { bridge } = useEngine()
  const [busy, setBusy] = useState(false)
  const [error, setError] = useState<WireError | null>(null)
  const run = useCallback(
    async (input: Input<K>): Promise<Output<K> | null> => {
      setBusy(true)
      const reply = await bridge.invoke(name, input)
      setBusy(false)
      setError(reply.ok ? null : reply.error)
      return reply.ok ? reply.value : null
    },
    [bridge, name]
  )
  const clear = useCallback(() => setError(null), [])
  const problem = error && (problemTexts[error.code] ?? errorText(error).title)
  return { busy, problem, code: error?.code ?? null, run, clear }
}
