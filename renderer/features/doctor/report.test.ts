import { describe, expect, it } from 'vitest'
import {
  type DoctorCheck,
  type DoctorCheckName,
  type DoctorVerdict,
  doctorChecks
} from '../../../shared/domain/doctor.ts'
import { doctorDouble } from '../../dev/doctor-double.ts'
import { headlineOf, reportText, worstFirst } from './report.ts'
import { checkNames, groupNames } from './texts.ts'

const check = (name: DoctorCheckName, verdict: DoctorVerdict): DoctorCheck => ({
  ...{ name, group: doctorChecks[name], verdict, value: 'x' },
  remedy: verdict === 'failed' ? 'Do something.' : ''
})

describe('the list of checks', () => {
  it('has the worst first, in groups and among them, and leaves the rest in its order', () => {
    const rows = worstFirst([
      check('settings', 'ok'),
      check('journal', 'warning'),
      check('l1-rpc', 'ok'),
      check('l1-chain', 'notApplicable'),
      check('l2-rpc', 'ok'),
      check('key', 'failed'),
      check('account', 'unknown')
    ])
    expect(rows.map(({ group, checks }) => [group, ...checks.map(({ name }) => name)])).toEqual([
      ['validator', 'key', 'account'],
      ['settings', 'journal', 'settings'],
      ['chains', 'l1-rpc', 'l2-rpc', 'l1-chain']
    ])
  })

  it.each<[DoctorVerdict[], string, string]>([
    [['ok', 'notApplicable', 'unknown'], 'ok', 'Everything is in order'],
    [['warning', 'ok'], 'warning', 'One warning'],
    [['warning', 'warning', 'unknown'], 'warning', '2 warnings'],
    [['failed', 'warning'], 'critical', 'One check failed'],
    [['failed', 'failed'], 'critical', '2 checks failed']
  ])('%j is %s: %s', (verdicts, tone, text) => {
    expect(headlineOf(verdicts.map((verdict) => check('key', verdict)))).toEqual({ tone, text })
  })

  it('is text to be pasted, with every check, value and remedy', () => {
    const report = doctorDouble(Date.UTC(2026, 10, 22), 'Kroma Mainnet', true)
    const text = reportText(report)
    expect(text).toMatch(/^Kroma Mainnet, 2026-11-22T00:00:00.000Z\n/)
    for (const { name, value, remedy } of report.checks) {
      expect(text).toContain(`${checkNames[name]} (${name}): ${value}`)
      expect(text).toContain(remedy)
    }
    expect(text).toContain(`\n${groupNames.prover}\n- Warning: `)
  })
})
