import { describe, expect, it } from 'vitest'
import type { Hash } from '../../../shared/domain/hex.ts'
import type { Job } from './job.ts'
import { nextStep, type StepInput } from './next-step.ts'
import { onceRequest } from './testing/once-contract.ts'
import { type Slot, TxState } from './tx-state.ts'
import type { Lane } from './types.ts'

const now = 1_000_000
const nothing = (): void => {}
const job = (n: number, lane: Lane = 'submission', seq = n): Job => {
  const { signal } = new AbortController()
  return { request: onceRequest(n, { lane }), signal, seq, refusals: 0, settle: nothing, fail: nothing }
}

type Signed = { n: number; lane?: Lane; agoMs?: number }

/** A state with these attempts, all at one nonce, and what was noticed about them. */
function stateWith(
  nonce: number,
  attempts: Signed[],
  over: Partial<Slot['seen']> = {},
  state = new TxState()
): TxState {
  for (const { n, lane = 'submission', agoMs = 0 } of attempts) {
    const { purpose, to, data } = onceRequest(n)
    const hash: Hash = `0x${nonce}${n}`
    const atMs = now - agoMs
    state.apply({ type: 'intent', purpose, lane, nonce, to, data, valueWei: 0n, atMs })
    state.apply({ type: 'signed', purpose, nonce, hash, raw: '0x', maxFeeWei: 1n, tipWei: 1n, atFeeCap: false, atMs })
  }
  const slot = state.slots.get(nonce)
  if (slot) Object.assign(slot.seen, { verified: true }, over)
  return state
}
const mined = (state: TxState, nonce: number, n: number, { success = true, announced = true } = {}): TxState => {
  const block = { blockNumber: 1n, blockHash: '0xbb', gasUsed: 1n, feeWei: 1n } as const
  state.apply({ type: 'mined', nonce, hash: `0x${nonce}${n}`, success, ...block })
  const slot = state.slots.get(nonce)
  if (slot) slot.seen.announced = announced
  return state
}
const giveUp = (state: TxState, nonce: number, n: number): TxState => {
  state.apply({ type: 'given-up', nonce, purpose: `write:${n}`, code: 'X' })
  return state
}

const limits = { nowMs: now, resendAfterMs: 30_000, takeOverAfterMs: 12_000, claimUntilMs: now - 1, paused: false }
const step = (state: TxState, jobs: Job[], over: Partial<StepInput> = {}): string => {
  const next = nextStep({ state, jobs, ...limits, ...over })
  const purpose = 'job' in next ? ` ${next.job.request.purpose}` : ''
  const nonce = 'slot' in next && next.slot ? ` at ${next.slot.nonce}` : ''
  return `${next.kind}${purpose}${nonce}`
}

describe('with nothing signed', () => {
  it.each<[string, Job[], string]>([
    ['idles without a request', [], 'idle'],
    ['sends the only one', [job(1)], 'send write:1'],
    ['takes the first come of a lane', [job(2, 'submission', 2), job(1, 'submission', 1)], 'send write:1'],
    ['takes a dispute first', [job(1, 'operator', 1), job(2, 'submission', 2), job(3, 'dispute', 3)], 'send write:3']
  ])('%s', (_, jobs, expected) => {
    expect(step(new TxState(), jobs)).toBe(expected)
  })

  it('signs nothing while paused', () => {
    expect(step(new TxState(), [job(1)], { paused: true })).toBe('idle')
  })
})

describe('with a transaction pending', () => {
  it.each<[string, TxState, Job[], string]>([
    ['waits for its own', stateWith(0, [{ n: 1 }]), [job(1)], 'idle'],
    ['raises it when due', stateWith(0, [{ n: 1, agoMs: 30_000 }]), [job(1)], 'send write:1 at 0'],
    ['raises it when the clock was set back since', stateWith(0, [{ n: 1, agoMs: -9 }]), [job(1)], 'send write:1 at 0'],
    [
      'raises it at once when the pool wants more',
      stateWith(0, [{ n: 1 }], { bumpSteps: 2 }),
      [job(1)],
      'send write:1 at 0'
    ],
    ['but not beyond the cap', stateWith(0, [{ n: 1 }], { bumpSteps: 2, capped: true }), [job(1)], 'idle'],
    ['finds out where it is', stateWith(0, [{ n: 1 }], { verified: false }), [job(1)], 'reattach write:1 at 0'],
    ['makes others wait', stateWith(0, [{ n: 1 }]), [job(1), job(2)], 'idle'],
    ['makes a higher lane wait for a while', stateWith(0, [{ n: 1 }]), [job(1), job(2, 'dispute')], 'idle'],
    [
      'then lets a dispute take the nonce',
      stateWith(0, [{ n: 1, agoMs: 12_000 }]),
      [job(1), job(2, 'dispute')],
      'send write:2 at 0'
    ],
    [
      'but never a submission',
      stateWith(0, [{ n: 1, lane: 'operator', agoMs: 12_000 }]),
      [job(1, 'operator'), job(2)],
      'idle'
    ],
    [
      'nor a dispute from a dispute',
      stateWith(0, [{ n: 1, lane: 'dispute', agoMs: 20_000 }]),
      [job(1, 'dispute'), job(2, 'dispute')],
      'idle'
    ],
    [
      'goes on with the dispute that took it',
      stateWith(0, [
        { n: 1, agoMs: 60_000 },
        { n: 2, lane: 'dispute' }
      ]),
      [job(1), job(2, 'dispute')],
      'idle'
    ]
  ])('%s', (_, state, jobs, expected) => {
    expect(step(state, jobs)).toBe(expected)
  })
})

describe('with a transaction that nobody waits for', () => {
  it.each<[string, TxState, Partial<StepInput>, string]>([
    [
      'leaves it to its purpose for a while',
      stateWith(0, [{ n: 1, agoMs: 20_000 }]),
      { claimUntilMs: now + 1 },
      'idle'
    ],
    ['then takes its nonce', stateWith(0, [{ n: 1, agoMs: 20_000 }]), {}, 'send write:2 at 0'],
    ['not while it is fresh', stateWith(0, [{ n: 1 }]), {}, 'idle'],
    [
      'at once when it was refused',
      giveUp(stateWith(0, [{ n: 1 }]), 0, 1),
      { claimUntilMs: now + 1 },
      'send write:2 at 0'
    ]
  ])('%s', (_, state, over, expected) => {
    expect(step(state, [job(2)], over)).toBe(expected)
  })
})

describe('a purpose has one nonce', () => {
  it('until that is settled with another transaction', () => {
    const state = mined(stateWith(0, [{ n: 1 }, { n: 2, lane: 'dispute' }]), 0, 2)
    expect(step(state, [job(1)])).toBe('idle')
    expect(step(state, [job(1), job(3)])).toBe('send write:3')
    state.apply({ type: 'settled', nonce: 0 })
    expect(step(state, [job(1)])).toBe('send write:1')
  })

  it('but a dispute moves on as soon as the other is confirmed', () => {
    const attempts: Signed[] = [{ n: 1 }, { n: 2, lane: 'dispute' }]
    expect(step(mined(stateWith(0, attempts), 0, 1, { announced: false }), [job(2, 'dispute')])).toBe('idle')
    expect(step(mined(stateWith(0, attempts), 0, 1), [job(2, 'dispute')])).toBe('send write:2')
  })

  it('and waits for its confirmations; reverted and told, it may be tried again', () => {
    expect(step(mined(stateWith(0, [{ n: 1 }]), 0, 1), [job(1)])).toBe('idle')
    expect(step(mined(stateWith(0, [{ n: 1 }]), 0, 1, { success: false, announced: false }), [job(1)])).toBe('idle')
    expect(step(mined(stateWith(0, [{ n: 1 }]), 0, 1, { success: false }), [job(1)])).toBe('send write:1')
  })

  it('also when a lower nonce becomes free', () => {
    const state = giveUp(stateWith(1, [{ n: 2 }], {}, stateWith(0, [{ n: 1, agoMs: 40_000 }])), 0, 1)
    expect(step(state, [job(2)])).toBe('fill at 0')
    expect(step(giveUp(stateWith(0, [{ n: 1, agoMs: 40_000 }]), 0, 1), [])).toBe('idle')
  })
})

describe('after a reorg', () => {
  const reorged = (attempts: Signed[], winner: number, seen: Partial<Slot['seen']> = {}): TxState => {
    const state = mined(stateWith(0, attempts), 0, winner)
    state.apply({ type: 'unmined', nonce: 0, owed: `write:${winner}` })
    Object.assign(state.slots.get(0)?.seen ?? {}, seen)
    return state
  }

  it('does again what had been done, before anybody else gets the nonce', () => {
    const attempts: Signed[] = [{ n: 1 }, { n: 2, lane: 'dispute' }]
    expect(step(reorged(attempts, 2), [])).toBe('restore at 0')
    expect(step(reorged(attempts, 2), [job(1), job(3, 'dispute')])).toBe('restore at 0')
    expect(step(reorged(attempts, 2, { verified: true }), [job(1)])).toBe('idle')
    expect(step(reorged([{ n: 1, agoMs: 40_000 }], 1, { verified: true }), [])).toBe('renew at 0')
    expect(step(reorged(attempts, 2), [job(2, 'dispute')])).toBe('reattach write:2 at 0')
  })

  it('unless that was refused meanwhile', () => {
    expect(step(giveUp(reorged([{ n: 1 }], 1), 0, 1), [job(2)])).toBe('send write:2 at 0')
  })
})
