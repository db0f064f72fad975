import { describe, expect, it } from 'vitest'
import { systemClock } from '../../engine/runtime/clock.ts'
import { findDrill } from './registry.ts'
import { type DrillResult, runDrill } from './run-drill.ts'

const log = { debug() {}, info() {}, warn() {}, error() {} }

async function play(name: string): Promise<DrillResult> {
  const drill = findDrill(name)
  if (!drill) throw new Error('no such drill')
  const signal = new AbortController().signal
  return runDrill(drill, { preset: 'practice', seed: 5, clock: systemClock, log, signal, say() {} })
}

describe('drills with the prover’s machine', () => {
  it('ec2-cold-start proves a challenge on a machine that was stopped', { timeout: 170_000 }, async () => {
    const result = await play('ec2-cold-start')
    expect(result).toMatchObject({ passed: true, outputIndex: 3, machine: { starts: 1, stops: 1 } })
    expect((result.moves as { what: string }[]).at(-1)?.what).toBe('Proven')
  })

  it('ec2-orphan finds and stops what runs for nobody', async () => {
    const result = await play('ec2-orphan')
    expect(result).toMatchObject({ passed: true, withoutLease: { reported: true } })
    expect((result.withLease as { foundAndStoppedAfterMs: number }).foundAndStoppedAfterMs).toBeLessThan(60_000)
  })

  it('ec2-cap stops at the cost agreed', async () => {
    expect(await play('ec2-cap')).toMatchObject({ passed: true, starts: 1, spent: { dayUsd: 60 } })
  })
})
