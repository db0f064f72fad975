import { describe, expect, it } from 'vitest'
import type { Alert } from '../../shared/domain/alert.ts'
import { testAlert } from './test-alert.ts'
import { nowMs, nowSec, snapshotDouble } from './testing/world-double.ts'
import { trayPicture } from './tray-picture.ts'

const alert = (severity: Alert['severity']): Alert => ({ ...testAlert(nowMs), severity, title: `A ${severity} thing` })
const next = {
  kind: 'wait',
  reason: 'OUTPUT_NOT_DUE',
  outputIndex: 7n,
  l2BlockNumber: 280n,
  dueAtSec: nowSec,
  publicRoundAtSec: null,
  nextLookAtSec: nowSec,
  deadlineSec: null,
  untilSec: nowSec
} as const

describe('trayPicture', () => {
  it.each([
    ['running', [], 'ok', 'Everything is fine', true],
    ['starting', [], 'ok', 'Starting', true],
    ['degraded', [], 'warning', 'Running with trouble', true],
    ['running', [alert('notice')], 'notice', 'A notice thing', true],
    ['running', [alert('critical'), alert('warning')], 'critical', 'A critical thing (and 1 more)', true],
    ['stopped', [], 'stopped', 'Paused', false],
    ['stopped', [alert('critical')], 'stopped', 'A critical thing', false],
    ['failed', [alert('critical')], 'critical', 'A critical thing', false]
  ] as const)('%s, %j', (state, active, severity, text, running) => {
    expect(trayPicture(snapshotDouble({ state }), active)).toMatchObject({
      severity,
      text,
      running,
      badge: active.length
    })
  })

  it('says what comes next while it runs', () => {
    expect(trayPicture(snapshotDouble({ next }), []).next).toMatch(/^Next: output 7, \d\d:\d\d$/)
    expect(trayPicture(snapshotDouble({ next: { ...next, untilSec: null } }), []).next).toBe('Next: output 7')
    const { untilSec: _, reason: __, ...common } = next
    expect(trayPicture(snapshotDouble({ next: { ...common, kind: 'submit', round: 'priority' } }), []).next).toBe(
      'Now: submit output 7'
    )
    expect(trayPicture(snapshotDouble({ next, state: 'stopped' }), []).next).toBeNull()
    expect(trayPicture(snapshotDouble(), []).next).toBeNull()
  })
})
