import { existsSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { AppError } from '../../../shared/errors.ts'
import { ManualClock } from '../../engine/runtime/manual-clock.ts'
import { type Drill, expectEqual } from './drill.ts'
import { resultLine, runDrill } from './run-drill.ts'
import { until } from './until.ts'
import { polled, within } from './within.ts'

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

describe('a drill that waits for what does not come', () => {
  it('is given up, by the last thing that it said, and clears away', async () => {
    const clock = new ManualClock()
    let cleared = false
    const result = runDrill(
      drill(async ({ say, signal }) => {
        await clock.sleep(290_000, signal)
        say('the operator submitted')
        await new Promise((resolve) => signal.addEventListener('abort', resolve))
        cleared = true
        throw new Error('never told')
      }),
      contextAt(clock)
    )
    await expect.poll(() => clock.sleeping).toBe(2)
    await clock.advance(590_000)
    expect(await result).toMatchObject({
      passed: false,
      code: 'DRILL_STALLED',
      message: 'Nothing more for 300 s after: the operator submitted'
    })
    expect([cleared, clock.sleeping]).toEqual([true, 0])
  })

  it('is left even when it does not clear away', async () => {
    const clock = new ManualClock()
    const result = runDrill(
      drill(() => new Promise(() => {})),
      contextAt(clock)
    )
    await expect.poll(() => clock.sleeping).toBe(1)
    await clock.advance(300_000)
    await clock.advance(60_000)
    expect(await result).toMatchObject({ code: 'DRILL_STALLED', seconds: 360 })
  })
})

describe('within', () => {
  it('names work that does not end in time, also where no look of it ends', async () => {
    const clock = new ManualClock()
    const context = { clock, signal: new AbortController().signal }
    const forever = new Promise<never>(() => {})
    const told = [
      within({ clock }, { what: 'the end', withinSec: 5 }, () => forever),
      until(context, { what: 'a look', withinSec: 5 }, () => forever)
    ].map((waiting) => waiting.catch((error: Error) => error.message))
    await clock.advance(5_000)
    expect(await Promise.all(told)).toEqual(['the end: not within 5 s', 'a look: not within 5 s'])
  })

  it('looks at a promise again and again', async () => {
    const kept = polled(Promise.resolve())
    const broken = polled(Promise.reject(new Error('no')))
    expect([kept(), broken()]).toEqual([null, null])
    await Promise.resolve()
    expect(kept()).toBe(true)
    expect(broken).toThrow('no')
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
