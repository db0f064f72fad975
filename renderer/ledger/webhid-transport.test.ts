import { describe, expect, it } from 'vitest'
import type { LedgerDevice } from './ledger-transport.ts'
import { webHidTransport } from './webhid-transport.ts'

const nano = { vendorId: 0x2c97 }
const keyboard = { vendorId: 0x046d }
const device = {} as LedgerDevice
const forever = <T>(): Promise<T> => new Promise(() => {})

const bench = (over: {
  known?: () => Promise<{ vendorId: number }[]>
  chosen?: () => Promise<{ vendorId: number }[]>
}) => {
  const asked: unknown[] = []
  const connected: unknown[] = []
  const hid = {
    getDevices: over.known ?? (async () => []),
    requestDevice: (options: unknown) => {
      asked.push(options)
      return over.chosen?.() ?? Promise.resolve([])
    }
  }
  const transport = webHidTransport({
    page: { hid },
    pause: () => new Promise((done) => setImmediate(done)),
    connect: async (found) => {
      connected.push(found)
      return device
    }
  })
  return { transport, asked, connected }
}

describe('a Ledger through WebHID', () => {
  it('is the one that was allowed before, without a question', async () => {
    const b = bench({ known: async () => [keyboard, nano] })
    expect(await b.transport.open()).toBe(device)
    expect(b.connected).toEqual([nano])
    expect(b.asked).toEqual([])
  })

  it('is chosen by the user, among Ledgers only', async () => {
    const b = bench({ known: async () => [keyboard], chosen: async () => [nano] })
    expect(await b.transport.open()).toBe(device)
    expect(b.asked).toEqual([{ filters: [{ vendorId: 0x2c97 }] }])
  })

  it('is asked for as well where the browser does not say what it knows', async () => {
    const b = bench({ known: forever, chosen: async () => [nano] })
    expect(await b.transport.open()).toBe(device)
    const { transport } = bench({ known: forever })
    expect(await transport.reopen()).toBeNull()
  })

  it('cannot be used when none was chosen, and in browsers without WebHID', async () => {
    await expect(bench({}).transport.open()).rejects.toMatchObject({ problem: 'NO_ACCESS' })
    const { open, reopen } = webHidTransport({ page: {}, pause: forever })
    await expect(open()).rejects.toMatchObject({ problem: 'NOT_SUPPORTED' })
    await expect(reopen()).rejects.toMatchObject({ problem: 'NOT_SUPPORTED' })
  })

  it('is not asked for when it is only looked for again', async () => {
    const b = bench({})
    expect(await b.transport.reopen()).toBeNull()
    expect(b.asked).toEqual([])
  })
})
