import { describe, expect, it } from 'vitest'
import type { EngineEvent } from '../../../shared/domain/engine-event.ts'
import type { GateView } from '../../../shared/domain/health.ts'
import { AppError } from '../../../shared/errors.ts'
import { ManualClock } from '../runtime/manual-clock.ts'
import { type Gate, type GateBlock, runGates } from './run-gates.ts'

const backoff = { baseMs: 1_000, maxMs: 30_000, resetAfterMs: 60_000, jitter: () => 1 }

function start(gates: Gate[], patience?: number) {
  const clock = new ManualClock()
  const events: EngineEvent[] = []
  const errors: unknown[] = []
  const abort = new AbortController()
  let views: GateView[] = []
  const done = runGates({
    gates,
    clock,
    backoff,
    signal: abort.signal,
    ...(patience !== undefined && { patience }),
    onViews: (v) => {
      views = v
    },
    emit: (e) => events.push(e),
    onUnknownError: (e) => errors.push(e)
  })
  return { clock, events, errors, abort, done, view: (name: string) => views.find((v) => v.name === name) }
}

const gate = (name: Gate['name'], answers: (GateBlock | null | Error)[]): Gate => ({
  name,
  check: async () => {
    const answer = answers.shift() ?? null
    if (answer instanceof Error) throw answer
    return answer
  }
})
const block: GateBlock = { code: 'L1_UNREACHABLE', message: 'no L1', permanent: false }

describe('start gates', () => {
  it('pass in order and say so', async () => {
    const { done, events, view } = start([gate('settings', []), gate('chains', [])])
    await done
    expect(events).toEqual([
      { type: 'gate.passed', gate: 'settings' },
      { type: 'gate.passed', gate: 'chains' }
    ])
    expect(view('settings')?.state).toBe('passed')
    expect(view('journal')?.state).toBe('waiting')
  })

  it('a block that may pass is tried again with back-off and told once', async () => {
    const { done, events, view, clock } = start([gate('chains', [block, block, null])])
    await clock.advance(0)
    expect(view('chains')).toEqual({ name: 'chains', state: 'failed', code: 'L1_UNREACHABLE', message: 'no L1' })
    await clock.advance(999)
    expect(clock.sleeping).toBe(1)
    await clock.advance(2_001)
    await done
    expect(events.map((e) => e.type)).toEqual(['gate.failed', 'gate.passed'])
  })

  it('a permanent block ends it with its code and message', async () => {
    const { done, view } = start([gate('account', [{ ...block, code: 'ACCOUNT_NOT_REGISTERED', permanent: true }])])
    await expect(done).rejects.toMatchObject({ code: 'ACCOUNT_NOT_REGISTERED', retryable: false, message: 'no L1' })
    expect(view('account')?.state).toBe('failed')
  })

  it('loses patience where told to', async () => {
    const { done, clock } = start([gate('chains', [block, block, block])], 2)
    const failed = expect(done).rejects.toMatchObject({ code: 'L1_UNREACHABLE', retryable: false })
    await clock.advance(1_000)
    await failed
  })

  it('waiting is no failure', async () => {
    const { done, events, view, clock } = start([gate('node', [{ ...block, code: 'NODE_SYNCING', waiting: true }])])
    await clock.advance(0)
    expect(view('node')).toMatchObject({ state: 'waiting', code: 'NODE_SYNCING' })
    await clock.advance(1_000)
    await done
    expect(events).toEqual([{ type: 'gate.passed', gate: 'node' }])
  })

  it('a thrown AppError is a block of its own code', async () => {
    const away = new AppError({ code: 'RPC_TIMEOUT' }, { message: 'silent', retryable: true })
    const { done, view, clock } = start([gate('chains', [away, new AppError({ code: 'BAD' }, { message: 'bad' })])])
    const failed = expect(done).rejects.toMatchObject({ code: 'BAD' })
    await clock.advance(0)
    expect(view('chains')).toMatchObject({ code: 'RPC_TIMEOUT', message: 'silent' })
    await clock.advance(1_000)
    await failed
  })

  it('an unknown error is reported and tried again', async () => {
    const { done, errors, clock } = start([gate('chains', [new TypeError('x')])])
    await clock.advance(1_000)
    await done
    expect(errors).toHaveLength(1)
  })

  it('stops while it waits', async () => {
    const { done, abort, clock } = start([gate('chains', [block, block])])
    await clock.advance(0)
    abort.abort()
    await expect(done).rejects.toMatchObject({ code: 'ABORTED' })
    expect(clock.sleeping).toBe(0)
  })
})
