import type { DoctorCheckName, DoctorFinding } from '../../shared/domain/doctor.ts'

/** One thing that is looked at. It may throw: an AppError's message is what the list says then. */
export type Check = {
  name: DoctorCheckName
  timeoutMs: number
  run(signal: AbortSignal): Promise<DoctorFinding>
}

/** Thrown by a check that hangs on something that another check reports as failed. */
export class NotMeasured extends Error {}

export const ok = (value: string): DoctorFinding => ({ verdict: 'ok', value, remedy: '' })
export const warning = (value: string, remedy: string): DoctorFinding => ({ verdict: 'warning', value, remedy })
export const failed = (value: string, remedy: string): DoctorFinding => ({ verdict: 'failed', value, remedy })
export const unknown = (value: string, remedy = ''): DoctorFinding => ({ verdict: 'unknown', value, remedy })
export const notApplicable = (value: string): DoctorFinding => ({ verdict: 'notApplicable', value, remedy: '' })
