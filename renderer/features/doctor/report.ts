import {
  type DoctorCheck,
  type DoctorGroup,
  type DoctorReport,
  type DoctorVerdict,
  doctorGroups,
  doctorVerdicts
} from '../../../shared/domain/doctor.ts'
import type { Tone } from '../../ui/tone.ts'
import { checkNames, groupNames, verdictNames } from './texts.ts'

export const tones: Record<DoctorVerdict, Tone> = {
  failed: 'critical',
  warning: 'warning',
  unknown: 'notice',
  ok: 'ok',
  notApplicable: 'neutral'
}

const badness = ({ verdict }: DoctorCheck): number => doctorVerdicts.indexOf(verdict)

/** Groups and the checks in them, the worst first; what is alike stays in its order. */
export const worstFirst = (checks: readonly DoctorCheck[]): { group: DoctorGroup; checks: DoctorCheck[] }[] =>
  doctorGroups
    .map((group) => ({
      group,
      checks: checks.filter((check) => check.group === group).toSorted((a, b) => badness(a) - badness(b))
    }))
    .filter((one) => one.checks[0] !== undefined)
    .toSorted((a, b) => Math.min(...a.checks.map(badness)) - Math.min(...b.checks.map(badness)))

/** How it is, in one sentence. */
export const headlineOf = (checks: readonly DoctorCheck[]): { tone: Tone; text: string } => {
  const count = (verdict: DoctorVerdict): number => checks.filter((check) => check.verdict === verdict).length
  const failed = count('failed')
  if (failed > 0) return { tone: 'critical', text: failed === 1 ? 'One check failed' : `${failed} checks failed` }
  const warnings = count('warning')
  if (warnings > 0) return { tone: 'warning', text: warnings === 1 ? 'One warning' : `${warnings} warnings` }
  return { tone: 'ok', text: 'Everything is in order' }
}

/** To be pasted where somebody helps: as the screen shows it, without colours. */
export const reportText = ({ network, checks, takenAtMs }: DoctorReport): string =>
  [
    `${network}, ${new Date(takenAtMs).toISOString()}`,
    ...worstFirst(checks).flatMap(({ group, checks: rows }) => [
      '',
      groupNames[group],
      ...rows.map(
        ({ name, verdict, value, remedy }) =>
          `- ${verdictNames[verdict]}: ${checkNames[name]} (${name}): ${value}${remedy === '' ? '' : `\n  ${remedy}`}`
      )
    ])
  ].join('\n')
