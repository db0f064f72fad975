import type { ProverOverview } from '../../shared/domain/prover.ts'

const minuteMs = 60_000

/** A prover on a machine that proves right now, with one proof done and one failed before. */
export const proverDouble = (nowMs: number): ProverOverview => ({
  machine: {
    ...{ state: 'ready', sinceMs: nowMs - 12 * minuteMs, address: '203.0.113.7', wanted: true, leased: true },
    ...{ orphan: false, otherInstance: null, problem: null, unneededSinceMs: null, pricePerHourUsd: 8.064 },
    next: { action: 'use', reason: 'it is ready', atMs: nowMs + 3 * minuteMs, deadlineMs: null },
    spent: { runUsd: 1.88, dayUsd: 9.4, monthUsd: 61.2 },
    caps: { perProofUsd: 20, perDayUsd: 40, perMonthUsd: 200 },
    history: [
      { atMs: nowMs - 16 * minuteMs, state: 'stopped' },
      { atMs: nowMs - 15 * minuteMs, state: 'pending' },
      { atMs: nowMs - 14 * minuteMs, state: 'running-not-ready' },
      { atMs: nowMs - 12 * minuteMs, state: 'ready' }
    ]
  },
  jobs: [
    {
      ...{ key: 'a'.repeat(64), bytes: 18_200_000, startedAtMs: nowMs - 300 * minuteMs, state: 'failed' },
      ...{ endedAtMs: nowMs - 298 * minuteMs, code: 'NO_CAPACITY' },
      message: 'AWS has no machine of this type free in this zone.'
    },
    {
      ...{ key: 'b'.repeat(64), bytes: 9_400_000, startedAtMs: nowMs - 200 * minuteMs, state: 'done' },
      ...{ endedAtMs: nowMs - 150 * minuteMs, code: null, message: null }
    },
    {
      ...{ key: 'c'.repeat(64), bytes: 21_000_000, startedAtMs: nowMs - 15 * minuteMs, state: 'proving' },
      ...{ endedAtMs: null, code: null, message: null }
    }
  ],
  ...{ port: 6000, serverProblem: null, storeProblem: null },
  rights: { start: 'allowed', stop: 'allowed', runNew: 'refused', startOthers: 'unknown' },
  rehearsal: {
    ...{ state: 'passed', endedAtMs: nowMs - 400 * minuteMs },
    ...{ readyAfterMs: 184_000, totalMs: 251_000, costUsd: 0.56 }
  }
})

/** The same with a machine that will not stop, caps that are spent, a key of the wrong strength and a full disk. */
export function troubledProverDouble(nowMs: number): ProverOverview {
  const good = proverDouble(nowMs)
  return {
    ...good,
    machine: good.machine && {
      ...good.machine,
      ...{ wanted: false, otherInstance: 'i-0fedcba9876543210', unneededSinceMs: nowMs - 22 * minuteMs },
      problem: { code: 'AWS_FAILED', remedy: 'AWS had a problem of its own. It is tried again.' },
      next: { action: 'stop', reason: 'nobody needs it', atMs: nowMs + 20_000, deadlineMs: null },
      spent: { runUsd: 3.1, dayUsd: 40.02, monthUsd: 91.8 }
    },
    rights: { start: 'allowed', stop: 'refused', runNew: 'allowed', startOthers: 'unknown' },
    storeProblem: {
      code: 'PROOF_STORE_FULL',
      message: 'The disk is full: proofs are made and not kept. Free some space.'
    }
  }
}
