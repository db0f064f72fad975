import { describe, expect, it } from 'vitest'
import type { HealthItem } from '../../../shared/domain/health.ts'
import { engineStates } from '../../../shared/domain/snapshot.ts'
import { waitReasons } from '../../../shared/domain/submit-decision.ts'
import { type ScenarioName, scenarios } from '../../dev/scenarios.ts'
import { decisionCommon, snapshotDouble, validatorDouble } from '../../dev/snapshot-double.ts'
import { headline } from './headline.ts'

const nowMs = 1_795_000_000_000
const nowSec = nowMs / 1000
const item = (severity: HealthItem['severity']): HealthItem => ({
  code: 'X',
  severity,
  message: 'The disk is full. Make room.',
  subject: null,
  sinceMs: 0
})

describe('headline', () => {
  it.each<[ScenarioName, string, string]>([
    ['first-start', 'notice', 'Starting: waiting for the node to be in sync.'],
    ['empty', 'ok', 'Running. Your validator is active and up to date.'],
    ['waiting', 'ok', 'Running. Your validator is active and up to date.'],
    ['my-round', 'ok', 'Running. Submitting output 1,285 now.'],
    ['ledger-asked', 'warning', 'Your signature is wanted: output 1,285 is yours to submit.'],
    ['public', 'ok', 'Running. Submitting output 1,285 now.'],
    ['others-round', 'warning', 'Running. Your validator is active; one thing should be looked at.'],
    ['jailed', 'critical', 'Running, but your validator is in jail and cannot submit.'],
    ['rpc-down', 'critical', 'Running, but needs your attention. An endpoint does not answer.'],
    ['stopped', 'warning', 'Paused. Your validator is not submitting outputs.'],
    ['failed-gate', 'critical', 'Could not start: the check “Endpoints are on the right chains” did not pass.'],
    ['challenged', 'warning', 'Running. An output of yours is challenged; the app defends it.'],
    ['challenging', 'notice', 'Running. A wrong output was found; the app challenges it.'],
    ['challenge-watching', 'ok', 'Running. Your validator is active and up to date.'],
    ['challenge-won', 'ok', 'Running. Your validator is active and up to date.'],
    ['challenge-alert', 'critical', 'Running, but a challenge needs you: its next move cannot be made.'],
    ['bond-short', 'critical', 'Running, but not submitting. Not enough free KRO for the bond.']
  ])('%s', (name, tone, text) => {
    expect(headline(scenarios[name](nowMs), nowSec)).toEqual({ tone, text })
  })

  it('has a sentence for every state and every reason to wait', () => {
    for (const state of engineStates) {
      for (const reason of waitReasons) {
        const next = { ...decisionCommon(nowSec, 30), kind: 'wait' as const, reason, untilSec: null }
        const { text } = headline(snapshotDouble({ state, next, gates: [] }, nowMs), nowSec)
        expect(text).toMatch(/^[A-Z].*\.$/)
      }
    }
  })

  it('says what is going on before the first check', () => {
    const starting = snapshotDouble({ state: 'starting', gates: [] })
    expect(headline(starting, nowSec).text).toBe('Starting: setting up the practice network.')
    expect(headline({ ...starting, network: { ...starting.network, practice: false } }, nowSec).text).toBe(
      'Starting: setting up the engine.'
    )
  })

  it('does not call all well what is not', () => {
    expect(headline(snapshotDouble({ health: [item('critical')] }), nowSec)).toEqual({
      tone: 'critical',
      text: 'Running, but needs your attention. The disk is full.'
    })
    expect(headline(snapshotDouble({ state: 'degraded' }), nowSec).tone).toBe('warning')
    expect(headline(snapshotDouble({ health: [item('notice')] }), nowSec).tone).toBe('ok')
    expect(headline(snapshotDouble({ validator: null }), nowSec).tone).toBe('notice')
  })

  it('says when a jail term is over', () => {
    const validator = validatorDouble({ inJail: true, status: 'READY', jailExpiresAtSec: nowSec - 1 })
    const next = { ...decisionCommon(nowSec, 30), kind: 'wait' as const, reason: 'IN_JAIL' as const, untilSec: null }
    expect(headline(snapshotDouble({ validator, next }), nowSec).text).toContain('the term is over')
  })

  it('does not change from second to second', () => {
    const snapshot = scenarios.waiting(nowMs)
    expect(headline(snapshot, nowSec)).toEqual(headline(snapshot, nowSec + 7))
  })
})
