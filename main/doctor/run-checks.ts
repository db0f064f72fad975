import { type DoctorCheck, type DoctorFinding, doctorChecks } from '../../shared/domain/doctor.ts'
import { AbortedError, AppError } from '../../shared/errors.ts'
import type { Clock } from '../engine/runtime/clock.ts'
import { withTimeout } from '../engine/runtime/with-timeout.ts'
import { workThrough } from '../engine/runtime/work-through.ts'
import { type Check, failed, NotMeasured, unknown } from './check.ts'

const atOnce = 8
/** Whoever asked waits no longer. */
const roundMs = 45_000
const longestText = 600

type Options = { clock: Clock; signal: AbortSignal; log?: (name: string, error: unknown) => void }

/** Makes all checks, some at a time, within 45 seconds. One that throws or takes too long is a finding; throws AbortedError only. */
export async function runChecks(
  checks: readonly Check[],
  { clock, signal, log = () => {} }: Options
): Promise<DoctorCheck[]> {
  const left = [...checks]
  const found = new Map<Check, DoctorFinding>()
  const endMs = clock.now() + roundMs
  await workThrough({
    next: () => left.shift() ?? null,
    lanes: () => atOnce,
    signal,
    async work(check, inner) {
      found.set(check, await findingOf(check, { clock, signal: inner, log, endMs }))
    }
  })
  return checks.flatMap((check) => {
    const finding = found.get(check)
    return finding ? [{ name: check.name, group: doctorChecks[check.name], ...oneLine(finding) }] : []
  })
}

async function findingOf(
  { name, timeoutMs, run }: Check,
  { clock, signal, log, endMs }: Required<Options> & { endMs: number }
): Promise<DoctorFinding> {
  const ms = Math.max(0, Math.min(timeoutMs, endMs - clock.now()))
  const message =
    ms < timeoutMs ? 'No result in time: the checks before took too long.' : `No result within ${ms / 1000} s.`
  const onTimeout = (): Error => new AppError({ code: 'CHECK_TIMEOUT' }, { message })
  try {
    return await withTimeout({ clock, ms, signal, onTimeout }, (inner) => run(inner))
  } catch (error) {
    if (signal.aborted) throw new AbortedError(error)
    if (error instanceof NotMeasured) return unknown(error.message)
    if (error instanceof AbortedError)
      return unknown('It was called off before it was through.', 'Run the checks again.')
    if (error instanceof AppError) return failed(said(error), 'Run the checks again; the log has more.')
    log(name, error)
    return failed('The check itself broke.', 'The log has the details; please report it.')
  }
}

const said = ({ message, meta: { detail } }: AppError): string =>
  typeof detail === 'string' && !message.includes(detail) ? `${message} (${detail})` : message

const oneLine = ({ verdict, value, remedy }: DoctorFinding): DoctorFinding => ({
  verdict,
  value: plain(value),
  remedy: plain(remedy)
})

const plain = (text: string): string =>
  text
    .replace(/[\p{Cc}\p{Cf}\s]+/gu, ' ')
    .trim()
    .slice(0, longestText)
