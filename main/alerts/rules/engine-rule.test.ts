import { describe, expect, it } from 'vitest'
import { nowMs, snapshotDouble, worldDouble } from '../testing/world-double.ts'
import { engineRule } from './place-rules.ts'

const waits = (state: 'starting' | 'running', minutes: number) =>
  engineRule.judge({
    ...worldDouble(),
    snapshot: snapshotDouble({
      state,
      stateReason: state === 'starting' ? 'Unlock the vault: it holds the key.' : null
    }),
    facts: { waitingSinceMs: nowMs - minutes * 60_000, stoppedSinceMs: null },
    nowMs
  })

describe('an engine that waits for somebody', () => {
  it('is told of when it lasts, with what it waits for', () => {
    expect(waits('starting', 10)).toMatchObject({
      holds: [{ code: 'ENGINE_STOPPED', severity: 'critical', body: expect.stringContaining('Unlock the vault') }]
    })
  })

  it('is not told of before, nor once it runs', () => {
    expect(waits('starting', 9)).not.toHaveProperty('holds')
    expect(waits('running', 60)).toEqual({ holds: [] })
  })
})
