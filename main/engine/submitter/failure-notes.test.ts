import { describe, expect, it } from 'vitest'
import type { EngineEvent } from '../../../shared/domain/engine-event.ts'
import type { ActResult } from './act.ts'
import { createFailureNotes } from './failure-notes.ts'

const no = (message: string, signed = false): ActResult => ({ kind: 'refused', code: 'CALL_REVERTED', message, signed })

function setUp() {
  const events: EngineEvent[] = []
  const faults: (string | null)[] = []
  const notes = createFailureNotes({ emit: (e) => events.push(e), fault: (f) => faults.push(f?.message ?? null) })
  return { events, faults, notes }
}

describe('failure notes', () => {
  it('tell a reason once', () => {
    const { notes, events, faults } = setUp()
    notes.ended(no('a'), 3n)
    notes.ended(no('a'), 3n)
    notes.ended(no('b'), 3n)
    expect(events).toEqual([
      { type: 'tx.failed', purpose: 'submit-output:3', code: 'CALL_REVERTED', message: 'a' },
      { type: 'tx.failed', purpose: 'submit-output:3', code: 'CALL_REVERTED', message: 'b' }
    ])
    expect(faults.at(-1)).toBe('Output 3 could not be submitted: b')
  })

  it('leave it to the queue to tell of what was signed', () => {
    const { notes, events, faults } = setUp()
    notes.ended(no('reverted', true), 3n)
    expect(events).toEqual([])
    expect(faults).toHaveLength(1)
  })

  it('end when the output was submitted or another one is next', () => {
    const { notes, faults } = setUp()
    notes.ended(no('a'), 3n)
    notes.nextIs(3n)
    notes.ended({ kind: 'no-longer-wanted', message: 'x' }, 3n)
    expect(faults).toHaveLength(1)
    notes.ended({ kind: 'submitted', outcome: null }, 3n)
    expect(faults.at(-1)).toBeNull()
    notes.ended(no('a'), 4n)
    notes.nextIs(5n)
    notes.nextIs(6n)
    expect(faults.slice(2)).toEqual(['Output 4 could not be submitted: a', null])
  })
})
