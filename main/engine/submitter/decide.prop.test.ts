import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { publicRoundAddress, validatorStatuses } from '../../../shared/domain/validator.ts'
import { decide } from './decide.ts'
import { examplePolicy, exampleView, me, other, otherRoot, root, trusted } from './testing/example-view.ts'

const time = fc.integer({ min: 0, max: 3_000 })
const someone = fc.constantFrom(me, other, trusted, publicRoundAddress)
const hash = fc.constantFrom(root, otherRoot)
const view = fc.record({
  readAtSec: time,
  outputIndex: fc.bigInt(0n, 5n),
  l2BlockNumber: fc.bigInt(0n, 600n),
  dueAtSec: time,
  roundDurationSec: fc.integer({ min: 0, max: 2_000 }),
  nextValidator: someone,
  drawn: fc.option(someone),
  trustedValidator: fc.constantFrom(me, trusted),
  mptFirstOutputIndex: fc.bigInt(0n, 5n),
  drawsBegun: fc.boolean(),
  v2Rules: fc.boolean(),
  account: fc.constant(me),
  signs: fc.constantFrom('app' as const, 'device' as const, 'nobody' as const),
  status: fc.constantFrom(...validatorStatuses),
  inJail: fc.boolean(),
  jailExpiresAtSec: time,
  freeKroWei: fc.bigInt(0n, 10n),
  bondWei: fc.bigInt(0n, 10n),
  ethWei: fc.bigInt(0n, 2n * 10n ** 15n),
  halted: fc.boolean(),
  nodeHead: fc.option(fc.bigInt(0n, 700n)),
  root: fc.option(fc.record({ root: hash, recomputed: fc.option(hash) })),
  signingPaused: fc.boolean(),
  pending: fc.boolean(),
  refusal: fc.option(fc.record({ code: fc.string(), message: fc.string(), retryAtSec: time }))
})
const policy = fc.record({
  submitter: fc.boolean(),
  publicRound: fc.boolean(),
  leadSec: fc.integer({ min: 0, max: 60 }),
  safetyLookSec: fc.integer({ min: 1, max: 600 }),
  nodeLookSec: fc.integer({ min: 1, max: 60 }),
  retrySec: fc.integer({ min: 1, max: 60 }),
  minEthWei: fc.constant(10n ** 15n)
})
/** Half of the fields in order, so that submissions are common. */
const mixed = fc
  .tuple(view, fc.subarray(Object.keys(exampleView) as (keyof typeof exampleView)[]))
  .map(([v, good]) => ({ ...v, ...Object.fromEntries(good.map((k) => [k, exampleView[k]])) }))

describe('decide', () => {
  it('is total, looks again later than now and within the safety interval', () => {
    fc.assert(
      fc.property(mixed, time, policy, (v, nowSec, p) => {
        const d = decide({ view: v, nowSec, policy: p })
        expect(d.nextLookAtSec).toBeGreaterThan(nowSec)
        expect(d.nextLookAtSec).toBeLessThanOrEqual(nowSec + p.safetyLookSec)
        expect(decide({ view: v, nowSec, policy: p })).toEqual(d)
      })
    )
  })

  it('never submits unless every condition of the contract holds', () => {
    fc.assert(
      fc.property(mixed, time, (v, nowSec) => {
        const d = decide({ view: v, nowSec, policy: { ...examplePolicy, publicRound: true } })
        fc.pre(d.kind === 'submit')
        expect(v).toMatchObject({ halted: false, v2Rules: true, status: 'ACTIVE', inJail: false })
        expect(nowSec).toBeGreaterThanOrEqual(v.dueAtSec)
        expect(v.nodeHead ?? 0n).toBeGreaterThan(v.l2BlockNumber)
        expect(v.root?.recomputed ?? v.root?.root).toBe(v.root?.root)
        expect(v.root).not.toBeNull()
        expect(v.ethWei).toBeGreaterThanOrEqual(examplePolicy.minEthWei)
        const trustedOnly = v.outputIndex === v.mptFirstOutputIndex
        if (trustedOnly) expect(v.trustedValidator).toBe(me)
        else if (nowSec <= v.dueAtSec + v.roundDurationSec) expect([me, publicRoundAddress]).toContain(v.nextValidator)
      })
    )
  })

  it('never goes into the public round of another without leave', () => {
    fc.assert(
      fc.property(mixed, time, (v, nowSec) => {
        const d = decide({ view: v, nowSec, policy: { ...examplePolicy, publicRound: false } })
        fc.pre(d.kind === 'submit' && d.round === 'public')
        expect(v.drawn).toBe(me)
      })
    )
  })

  it('a reason that ends by time lies ahead', () => {
    fc.assert(
      fc.property(mixed, time, policy, (v, nowSec, p) => {
        const d = decide({ view: v, nowSec, policy: p })
        fc.pre(d.kind === 'wait' && d.untilSec !== null && d.reason !== 'OTHERS_PRIORITY_ROUND')
        expect(d.kind === 'wait' && d.untilSec).toBeGreaterThan(nowSec)
      })
    )
  })
})
