import type { ProverWarning } from '../../../shared/domain/prover-warnings.ts'
import type { Finding, Rule, Verdict } from './rule.ts'
import { plainLine, utc } from './words.ts'

const hourMs = 3_600_000
const dollars = (usd: number): string => `$${usd.toFixed(2)}`
const periods = { day: 'for today (UTC)', month: 'for this month (UTC)' } as const
const knobs = { day: 'perDayUsd', month: 'perMonthUsd' } as const
const rights = {
  start: 'start the prover’s instance',
  stop: 'stop the prover’s instance',
  runNew: 'start new instances',
  startOthers: 'start other instances of the account'
} as const

/** The prover's machine: what it costs, and what keeps it from being stopped. */
export const cloudRule: Rule = {
  codes: ['EC2_LEFT_RUNNING', 'EC2_STOP_FAILING', 'EC2_COST_CAP', 'EC2_CAP_NEAR', 'EC2_KEY_RIGHTS'],
  judge({ facts: { cloud }, nowMs }): Verdict {
    if (cloud === undefined) return { complete: false }
    return { holds: (cloud ?? []).map((warning) => findingOf(warning, nowMs)) }
  }
}

function findingOf(warning: ProverWarning, nowMs: number): Finding {
  switch (warning.kind) {
    case 'orphan':
      return {
        ...about('EC2_LEFT_RUNNING', 'orphan', nowMs - warning.sinceMs >= 6 * hourMs ? 'critical' : 'warning'),
        title: 'The prover’s machine runs, and not for this app',
        body: `Somebody else started it (seen first ${utc(Math.floor(warning.sinceMs / 1000))}). It costs money until it is stopped: stop it on the Prover screen, unless it is wanted.`
      }
    case 'other-instance':
      return {
        ...about('EC2_LEFT_RUNNING', plainLine(warning.instance), 'critical'),
        title: 'An earlier machine of the prover may still run',
        body: `The settings name another one now. Stop ${plainLine(warning.instance)} in the AWS console.`
      }
    case 'stop-failing':
      return {
        ...about('EC2_STOP_FAILING', null, warning.long ? 'critical' : 'warning'),
        title: 'The prover’s machine is not stopped yet',
        body: `Nobody has needed it since ${utc(Math.floor(warning.sinceMs / 1000))}, and it costs money. ${plainLine(warning.remedy ?? 'AWS took the stop and shows it running; it is tried again.')} Stop it in the AWS console if this lasts.`
      }
    case 'cap-reached':
      return {
        ...about('EC2_COST_CAP', periodId(warning.period, nowMs), 'critical'),
        title: 'The cost cap of the prover’s machine is reached',
        body: `${amounts(warning)} The app starts no machine any more: raise prover.ec2.caps.${knobs[warning.period]} if a proof is wanted.`
      }
    case 'cap-near':
      return {
        ...about('EC2_CAP_NEAR', periodId(warning.period, nowMs), 'warning'),
        title: 'The cost cap of the prover’s machine is near',
        body: `${amounts(warning)} At the cap no proof is made: raise prover.ec2.caps.${knobs[warning.period]} in time if one may be wanted.`
      }
    case 'key-too-much':
      return {
        ...about('EC2_KEY_RIGHTS', warning.what, 'warning'),
        title: 'The AWS key can do more than it should',
        body: `It may ${rights[warning.what]}. Whoever gets hold of it could run up a bill: replace its policy by the one in docs/prover.md.`
      }
    case 'key-too-little':
      return {
        ...about('EC2_KEY_RIGHTS', warning.what, 'critical'),
        title: 'The AWS key can do less than it must',
        body: `It may not ${rights[warning.what]}: no proof can be made on it. Give it the policy in docs/prover.md.`
      }
  }
}

const about = (code: Finding['code'], id: string | null, severity: Finding['severity']) =>
  ({ code, id, severity, subject: id, screen: 'prover' }) as const

/** The day or the month itself (UTC): the next one is another case. */
const periodId = (period: 'day' | 'month', nowMs: number): string =>
  new Date(nowMs).toISOString().slice(0, period === 'day' ? 10 : 7)

const amounts = ({ spentUsd, capUsd, period }: Extract<ProverWarning, { capUsd: number }>): string =>
  `${dollars(spentUsd)} were spent ${periods[period]}, the cap is ${dollars(capUsd)}.`
