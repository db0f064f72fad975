import { useCallback, useEffect, useRef, useState } from 'react'
import type { DoctorReport } from '../../../shared/domain/doctor.ts'
import type { WireError } from '../../../shared/ipc/result.ts'
import { useEngine } from '../../app/engine-context.tsx'

export type DoctorView = {
  /** Null until the first round is through. */
  report: DoctorReport | null
  running: boolean
  error: WireError | null
  run: () => void
}

/** Runs the checks once when the screen is opened, and when asked to. */
export const useDoctor = (): DoctorView => {
  const { bridge } = useEngine()
  const [report, setReport] = useState<DoctorReport | null>(null)
  const [running, setRunning] = useState(true)
  const [error, setError] = useState<WireError | null>(null)
  const asked = useRef(0)
  const run = useCallback(async () => {
    asked.current += 1
    const mine = asked.current
    setRunning(true)
    const reply = await bridge.invoke('doctor.run', undefined)
    if (mine !== asked.current) return
    setRunning(false)
    setError(reply.ok ? null : reply.error)
    if (reply.ok) setReport(reply.value)
  }, [bridge])
  useEffect(() => {
    void run()
    return () => {
      asked.current += 1
    }
  }, [run])
  return { report, running, error, run: () => void run() }
}
