import { describe, expect, it } from 'vitest'
import { AbortedError, AppError } from '../../../shared/errors.ts'
import type { L1Ref, SyncStatus } from '../chain/types.ts'
import { exampleAddresses, hash } from '../outputs/testing/example-logs.ts'
import type { TxOutcome, TxRequest } from '../tx/types.ts'
import { act } from './act.ts'
import type { Loaded } from './load.ts'
import { examplePolicy, exampleView, otherRoot } from './testing/example-view.ts'
import type { SubmitView } from './view.ts'

const signal = new AbortController().signal
const sync = { currentL1: { hash: hash(5), number: 5n } as L1Ref } as SyncStatus
const loaded = (view: Partial<SubmitView> = {}, synced: SyncStatus | null = sync): Loaded => ({
  view: { ...exampleView, ...view },
  state: {} as Loaded['state'],
  sync: synced,
  nowSec: exampleView.dueAtSec,
  atMs: 0
})

/** Acts on what was seen, with `now` as the world right before the signature. */
function acting(outcome: TxOutcome | Error, now: Loaded = loaded()) {
  const asked: { fresh: boolean }[] = []
  const queue = {
    submit: async (request: TxRequest, inner: AbortSignal): Promise<TxOutcome> => {
      await request.recheck(inner)
      if (outcome instanceof Error) throw outcome
      return outcome
    }
  }
  const loader = {
    forget: () => {},
    load: async (options: { fresh: boolean }) => {
      asked.push({ fresh: options.fresh })
      return now
    }
  }
  const run = (seen: Loaded = loaded()) =>
    act({ queue, loader, policy: examplePolicy, addresses: exampleAddresses }, seen, signal)
  return { run, asked }
}

const confirmed: TxOutcome = { kind: 'confirmed', hash: hash(1), blockNumber: 1n, gasUsed: 2n, feeWei: 3n }

describe('act', () => {
  it('reads everything again before the signature and tells the outcome', async () => {
    const { run, asked } = acting(confirmed)
    expect(await run()).toEqual({ kind: 'submitted', outcome: confirmed })
    expect(asked).toEqual([{ fresh: true }])
  })

  const outcomes: [TxOutcome, object][] = [
    [
      { kind: 'already-done', hash: null },
      { kind: 'submitted', outcome: null }
    ],
    [
      { ...confirmed, kind: 'reverted' },
      { kind: 'refused', code: 'REVERTED', signed: true }
    ],
    [
      { kind: 'not-sent', code: 'CALL_REVERTED', message: 'm' },
      { kind: 'refused', code: 'CALL_REVERTED', message: 'm', signed: false }
    ],
    [
      { kind: 'given-up', hash: hash(1), code: 'X', message: 'm' },
      { kind: 'refused', code: 'X', signed: true }
    ],
    [
      { kind: 'not-sent', code: 'NO_LONGER_WANTED', message: 'm' },
      { kind: 'no-longer-wanted', message: 'm' }
    ]
  ]
  it.each(outcomes)('understands %o', async (outcome, expected) =>
    expect(await acting(outcome).run()).toMatchObject(expected)
  )

  const changes: [string, Loaded, string][] = [
    ['another output is next', loaded({ outputIndex: 13n }), 'NO_LONGER_WANTED'],
    ['the turn is lost', loaded({ inJail: true }), 'NO_LONGER_WANTED'],
    ['the root changed', loaded({ root: { root: otherRoot, recomputed: otherRoot } }), 'NO_LONGER_WANTED'],
    ['the node is silent', loaded({ nodeHead: null, root: null }, null), 'NODE_UNREACHABLE']
  ]
  it.each(changes)('the re-check says no when %s', async (_, now, code) => {
    let thrown: unknown
    const queue = {
      submit: async (request: TxRequest, inner: AbortSignal): Promise<TxOutcome> => {
        thrown = await request.recheck(inner).catch((error: unknown) => error)
        return confirmed
      }
    }
    const loader = { forget: () => {}, load: async () => now }
    await act({ queue, loader, policy: examplePolicy, addresses: exampleAddresses }, loaded(), signal)
    expect(thrown).toMatchObject({ code, retryable: code === 'NODE_UNREACHABLE' })
  })

  it('does not act without a root', async () => {
    expect(await acting(confirmed).run(loaded({ root: null }))).toMatchObject({ kind: 'no-longer-wanted' })
    expect(await acting(confirmed).run(loaded({}, null))).toMatchObject({ kind: 'no-longer-wanted' })
  })

  it('makes a refusal of a failing signer, passes defects on, and ends when stopped', async () => {
    expect(await acting(new AppError({ code: 'SIGNER_FAILED' })).run()).toMatchObject({
      kind: 'refused',
      code: 'SIGNER_FAILED'
    })
    await expect(acting(new TypeError('defect')).run()).rejects.toThrow('defect')
    await expect(acting(new AbortedError()).run()).rejects.toMatchObject({ code: 'ABORTED' })
  })
})
