import { existsSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { AppError } from '../../../shared/errors.ts'
import { ManualClock } from '../../engine/runtime/manual-clock.ts'
import { type Drill, expectEqual } from './drill.ts'
import { resultLine, runDrill } from './run-drill.ts'
import { until } from './until.ts'

const silent = { debug() {}, info() {}, warn() {}, error() {} }
const contextAt = (clock: ManualClock) => ({
  preset: 'practice' as const,
  seed: 1,
  clock,
  log: silent,
  signal: new AbortController().signal,
  say() {}
})
const drill = (run: Drill['run']): Drill => ({ name: 'try', about: 'a try', run })

describe('runDrill', () => {
  it('adds the facts and the time, and leaves no folder', async () => {
    const clock = new ManualClock(5_000)
    let folder = ''
    const result = await runDrill(
      drill(async (context) => {
        folder = context.folder
        expect(existsSync(folder)).toBe(true)
        await clock.advance(61_400)
        return { rewardWei: 12n, outputs: [{ index: 1 }] }
      }),
      contextAt(clock)
    )
    expect(resultLine(result)).toBe(
      '{"drill":"try","passed":true,"rewardWei":"12","outputs":[{"index":1}],"seconds":61}'
    )
    expect(existsSync(folder)).toBe(false)
  })

  it('turns whatever is thrown into a failure with its reason', async () => {
    const failing = async (error: unknown): Promise<object> =>
      runDrill(
        drill(() => Promise.reject(error)),
        contextAt(new ManualClock())
      )
    const known = new AppError({ code: 'PORT_TAKEN' }, { message: 'Port 1 is taken.' })
    expect(await failing(known)).toMatchObject({ passed: false, code: 'PORT_TAKEN', message: 'Port 1 is taken.' })
    expect(await failing(new Error('boom'))).toMatchObject({ passed: false, code: 'INTERNAL', message: 'boom' })
  })
})

describe('expectEqual', () => {
  it('passes equal values, bigints and lists included, and says what differs', () => {
    expect(() => expectEqual('x', [1n, { a: '2' }], [1n, { a: '2' }])).not.toThrow()
    expect(() => expectEqual('bonds', 5n, 4n)).toThrow('bonds: expected "4", found "5"')
    expect(() => expectEqual('order', [1, 2], [2, 1])).toThrow('order')
    expect(() => expectEqual('root', null, '0x')).toThrow('root: expected "0x", found null')
  })
})

describe('until', () => {
  it('looks again until there is an answer', async () => {
    const clock = new ManualClock()
    let looks = 0
    const found = until({ clock, signal: new AbortController().signal }, { what: 'it', withinSec: 5 }, async () => {
      looks += 1
      return looks === 4 ? 'found' : null
    })
    await clock.advance(1_000)
    expect(await found).toBe('found')
    expect(looks).toBe(4)
  })

  it('gives up after its time, naming what did not come', async () => {
    const clock = new ManualClock()
    const waiting = until(
      { clock, signal: new AbortController().signal },
      { what: 'it', withinSec: 5 },
      async () => null
    )
    const outcome = expect(waiting).rejects.toMatchObject({ code: 'DRILL_FAILED', message: 'it: not within 5 s' })
    await clock.advance(6_000)
    await outcome
  })
})
