import {
  type DoctorCheck,
  type DoctorReport,
  type DoctorVerdict,
  doctorGroups,
  doctorVerdicts
} from '../../shared/domain/doctor.ts'

const marks: Record<DoctorVerdict, string> = {
  failed: 'FAILED',
  warning: 'warning',
  unknown: 'unknown',
  ok: 'ok',
  notApplicable: '-'
}
const widest = 20

/** One line: `{"checks":[{"name","verdict","value","remedy"}...]}`. */
export const reportAsJson = ({ checks }: DoctorReport): string =>
  `${JSON.stringify({ checks: checks.map(({ name, verdict, value, remedy }) => ({ name, verdict, value, remedy })) })}\n`

/** For a terminal: by group, the worst first, and a count at the end. */
export function reportAsText({ network, checks, tookMs }: DoctorReport): string {
  const groups = doctorGroups.flatMap((group) => {
    const rows = checks.filter((check) => check.group === group).toSorted(worstFirst)
    return rows.length === 0 ? [] : [`\n${group}`, ...rows.flatMap(lines)]
  })
  const counts = doctorVerdicts
    .map((verdict) => ({ verdict, count: checks.filter((check) => check.verdict === verdict).length }))
    .filter(({ count }) => count > 0)
    .map(({ verdict, count }) => `${count} ${verdict === 'notApplicable' ? 'not applicable' : verdict}`)
  return `${network}${groups.map((line) => `\n${line}`).join('')}\n\n${counts.join(', ')} (${(tookMs / 1000).toFixed(1)} s)\n`
}

const worstFirst = (a: DoctorCheck, b: DoctorCheck): number =>
  doctorVerdicts.indexOf(a.verdict) - doctorVerdicts.indexOf(b.verdict)

const lines = ({ name, verdict, value, remedy }: DoctorCheck): string[] => [
  `  ${marks[verdict].padEnd(8)} ${name.padEnd(widest)} ${value}`,
  ...(remedy === '' ? [] : [`  ${' '.repeat(8)} ${' '.repeat(widest)} -> ${remedy}`])
]
