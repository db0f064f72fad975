import { describe, expect, it } from 'vitest'
import { AbortedError, AppError } from '../../shared/errors.ts'
import { ManualClock } from '../engine/runtime/manual-clock.ts'
import { type Check, NotMeasured, ok } from './check.ts'
import { runChecks } from './run-checks.ts'

const check = (name: Check['name'], run: Check['run'], timeoutMs = 1_000): Check => ({ name, timeoutMs, run })
const forEver = (signal: AbortSignal): Promise<never> =>
  new Promise((_, reject) => signal.addEventListener('abort', () => reject(new Error('ended'))))

describe('a round of checks', () => {
  const clock = new ManualClock()
  const { signal } = new AbortController()

  it('gives one finding for each, in order, whatever they do', async () => {
    const broke: string[] = []
    const found = runChecks(
      [
        check('l1-rpc', async () => ok('fine')),
        check('contracts', async () => {
          throw new AppError({ code: 'X', detail: 'http://node: refused' }, { message: 'No endpoint answered.' })
        }),
        check('clock', async () => {
          throw new NotMeasured('not known before the check l1-rpc passes')
        }),
        check('key', () => {
          throw new TypeError('secret inside')
        }),
        check('account', async () => {
          throw new AbortedError()
        }),
        check('bond-outputs', forEver)
      ],
      { clock, signal, log: (name) => broke.push(name) }
    )
    await clock.advance(1_000)
    expect(await found).toEqual([
      { name: 'l1-rpc', group: 'chains', verdict: 'ok', value: 'fine', remedy: '' },
      expect.objectContaining({
        name: 'contracts',
        verdict: 'failed',
        value: 'No endpoint answered. (http://node: refused)'
      }),
      expect.objectContaining({ name: 'clock', verdict: 'unknown', value: 'not known before the check l1-rpc passes' }),
      expect.objectContaining({ name: 'key', verdict: 'failed', value: 'The check itself broke.' }),
      expect.objectContaining({ name: 'account', verdict: 'unknown' }),
      expect.objectContaining({ name: 'bond-outputs', verdict: 'failed', value: 'No result within 1 s.' })
    ])
    expect(broke).toEqual(['key'])
    expect(JSON.stringify(await found)).not.toContain('secret inside')
  })

  it('makes some at a time, and no more', async () => {
    let running = 0
    let most = 0
    const busy = async (inner: AbortSignal) => {
      running += 1
      most = Math.max(most, running)
      await clock.sleep(10, inner)
      running -= 1
      return ok('')
    }
    const found = runChecks(
      Array.from({ length: 20 }, () => check('l1-rpc', busy)),
      { clock, signal }
    )
    await clock.advance(1_000)
    expect((await found).length).toBe(20)
    expect([most, running]).toEqual([8, 0])
  })

  it('ends in time, whatever takes long', async () => {
    const startedMs = clock.now()
    const found = runChecks(
      Array.from({ length: 40 }, () => check('l1-rpc', forEver, 20_000)),
      { clock, signal }
    )
    let endedMs = 0
    void found.then(() => {
      endedMs = clock.now()
    })
    while (endedMs === 0) await clock.advance(500)
    expect(endedMs - startedMs).toBeLessThanOrEqual(46_000)
    const values = (await found).map(({ value }) => value)
    expect(values.slice(0, 2)).toEqual(['No result within 20 s.', 'No result within 20 s.'])
    expect(values.slice(-2)).toEqual(Array(2).fill('No result in time: the checks before took too long.'))
  })

  it('ends with the signal, and so do its checks', async () => {
    const stop = new AbortController()
    let ended = 0
    const waiting = async (inner: AbortSignal) => {
      await forEver(inner).catch(() => {
        ended += 1
      })
      return ok('')
    }
    const found = runChecks([check('l1-rpc', waiting), check('l2-rpc', waiting)], { clock, signal: stop.signal })
    stop.abort(new Error('enough'))
    await expect(found).rejects.toBeInstanceOf(AbortedError)
    expect(ended).toBe(2)
  })

  it('shows text from outside as one line without control characters, cut short', async () => {
    const [found] = await runChecks([check('l1-rpc', async () => ok(`a\n\u001b[31mb\u202e ${'x'.repeat(9_000)}`))], {
      clock,
      signal
    })
    expect(found?.value).toMatch(/^a \[31mb x+$/)
    expect(found?.value.length).toBe(600)
  })
})
