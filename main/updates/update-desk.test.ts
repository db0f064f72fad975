import { beforeEach, describe, expect, it } from 'vitest'
import { preferencesSchema } from '../../shared/config/preferences.ts'
import type { UpdateState } from '../../shared/domain/update.ts'
import { ManualClock } from '../engine/runtime/manual-clock.ts'
import { recordingLog } from '../ipc/recording-log.ts'
import { createUpdateDesk } from './update-desk.ts'
import type { UpdaterPort } from './updater-port.ts'

const hourMs = 3_600_000
const feed = preferencesSchema.parse({ updates: { check: true, feedUrl: 'https://updates.example/' } })

class UpdaterDouble implements UpdaterPort {
  installed = true
  signatureChecked = true
  offer: { version: string } | null = { version: '0.2.0' }
  failure: Error | null = null
  readonly calls: string[] = []

  async check(feedUrl: string): Promise<{ version: string } | null> {
    this.calls.push(`check ${feedUrl}`)
    if (this.failure) throw this.failure
    return this.offer
  }
  async download(onPercent: (percent: number) => void): Promise<void> {
    this.calls.push('download')
    onPercent(41.7)
    if (this.failure) throw this.failure
  }
  install(): void {
    this.calls.push('install')
  }
}

let updater: UpdaterDouble
let clock: ManualClock
let work: { needed: 'dispute' | 'round' | null; pendingTransactions: number }
let told: UpdateState[]
let desk: ReturnType<typeof createUpdateDesk>

const open = (port: UpdaterPort | null = updater) => {
  desk = createUpdateDesk({ updater: port, work: () => work, clock, log: recordingLog() })
  desk.onState((state) => told.push(state))
  return desk
}

beforeEach(() => {
  updater = new UpdaterDouble()
  clock = new ManualClock(1_000)
  work = { needed: null, pendingTransactions: 0 }
  told = []
  open()
})

describe('createUpdateDesk', () => {
  it('does nothing until it is wished', async () => {
    expect(desk.state()).toEqual({ kind: 'idle', checkedAtMs: null, refusal: 'OFF' })
    await expect(desk.check()).rejects.toMatchObject({ code: 'UPDATE_REFUSED', meta: { refusal: 'OFF' } })
    desk.wish(preferencesSchema.parse({ updates: { check: true } }))
    expect(desk.state()).toMatchObject({ refusal: 'NO_FEED' })
    expect(updater.calls).toEqual([])
  })

  it('looks, and leaves fetching and installing to the operator', async () => {
    desk.wish(feed)
    expect(await desk.check()).toEqual({ kind: 'available', version: '0.2.0', refusal: null })
    await clock.advance(24 * hourMs)
    expect(updater.calls).toEqual(['check https://updates.example/'])
    expect(await desk.download()).toEqual({ kind: 'ready', version: '0.2.0', refusal: null })
    await clock.advance(24 * hourMs)
    expect(updater.calls).toHaveLength(2)
    expect(desk.install()).toEqual({ kind: 'installing', version: '0.2.0' })
    expect(updater.calls.at(-1)).toBe('install')
    expect(told.map(({ kind }) => kind)).toEqual([
      'idle',
      'checking',
      'available',
      'downloading',
      'downloading',
      'ready',
      'installing'
    ])
    expect(told[4]).toMatchObject({ percent: 41 })
  })

  it('says when there is nothing new', async () => {
    updater.offer = null
    desk.wish(feed)
    expect(await desk.check()).toEqual({ kind: 'idle', checkedAtMs: 1_000, refusal: null })
  })

  it.each([
    [{ needed: 'dispute', pendingTransactions: 0 }, 'DISPUTE_OPEN'],
    [{ needed: null, pendingTransactions: 2 }, 'TRANSACTION_PENDING'],
    [{ needed: 'round', pendingTransactions: 0 }, 'ROUND_NEAR']
  ] as const)('waits with the restart while the validator is needed: %o', async (busy, refusal) => {
    desk.wish(feed)
    await desk.check()
    await desk.download()
    work = busy
    expect(desk.state()).toMatchObject({ kind: 'ready', refusal })
    expect(() => desk.install()).toThrow(expect.objectContaining({ code: 'UPDATE_REFUSED' }))
    expect(updater.calls).not.toContain('install')
    work = { needed: null, pendingTransactions: 0 }
    expect(desk.install()).toMatchObject({ kind: 'installing' })
  })

  it('only tells of what nobody would check the signature of', async () => {
    updater.signatureChecked = false
    desk.wish(feed)
    expect(await desk.check()).toEqual({ kind: 'available', version: '0.2.0', refusal: 'UNSIGNED' })
    await expect(desk.download()).rejects.toMatchObject({ meta: { refusal: 'UNSIGNED' } })
  })

  it('shows what went wrong as one line, and may be tried again', async () => {
    desk.wish(feed)
    updater.failure = new Error('bad\n<b>feed</b>\u0007')
    expect(await desk.check()).toMatchObject({ kind: 'failed', message: expect.not.stringContaining('\n') })
    updater.failure = null
    await desk.check()
    updater.failure = new Error('wrong signature')
    expect(await desk.download()).toEqual({ kind: 'failed', message: 'wrong signature' })
    expect(await desk.download()).toMatchObject({ kind: 'failed' })
    expect(desk.install()).toMatchObject({ kind: 'failed' })
  })

  it('has nothing where the host has no updater', async () => {
    open(null).wish(feed)
    expect(desk.state()).toMatchObject({ refusal: 'NOT_INSTALLED' })
    await expect(desk.check()).rejects.toMatchObject({ code: 'UPDATE_REFUSED' })
  })

  it('looks twice a day while it is wished, and not again for what waits for the operator', async () => {
    const life = new AbortController()
    const running = desk.run(life.signal).catch(() => 'ended')
    await clock.advance(hourMs)
    expect(updater.calls).toEqual([])
    desk.wish(feed)
    updater.offer = null
    await clock.advance(24 * hourMs)
    expect(updater.calls).toHaveLength(2)
    updater.offer = { version: '0.2.0' }
    await clock.advance(12 * hourMs)
    await desk.download()
    await clock.advance(24 * hourMs)
    expect(updater.calls.filter((call) => call.startsWith('check'))).toHaveLength(3)
    life.abort()
    expect(await running).toBe('ended')
  })
})
