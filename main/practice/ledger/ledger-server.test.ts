import { connect, type Socket } from 'node:net'
import fc from 'fast-check'
import { parseTransaction, serializeTransaction, toHex } from 'viem'
import { mnemonicToAccount } from 'viem/accounts'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { createFrameReader, replyFrame, requestFrame } from './frames.ts'
import { createLedgerClient, type LedgerClient } from './ledger-client.ts'
import { LedgerDouble } from './ledger-double.ts'
import { type LedgerServer, startLedgerServer } from './ledger-server.ts'
import { startPracticeLedger } from './practice-ledger.ts'
import { practiceMnemonic } from './practice-mnemonic.ts'
import { apdu, signApdus, signatureOf, statusOf } from './testing/apdus.ts'

const own = practiceMnemonic(1, 'own')
const path = "44'/60'/0'/0/0"
const unsigned = serializeTransaction({
  type: 'eip1559',
  chainId: 900,
  to: mnemonicToAccount(own).address,
  data: `0x${'ab'.repeat(300)}`,
  gas: 90_000n,
  maxFeePerGas: 2n,
  maxPriorityFeePerGas: 1n
})
const configuration = apdu('e0060000')

let device: LedgerDouble
let server: LedgerServer
let client: LedgerClient
const sockets: Socket[] = []
beforeEach(async () => {
  device = new LedgerDouble({ own, other: practiceMnemonic(1, 'other') })
  server = await startLedgerServer({ device })
  client = createLedgerClient(server)
})
afterEach(async () => {
  client.close()
  for (const socket of sockets.splice(0)) socket.destroy()
  await server.stop()
})

const rawSocket = (): Promise<Socket> =>
  new Promise((resolve) => {
    const socket = connect({ host: server.host, port: server.port }, () => resolve(socket))
    sockets.push(socket)
  })
const closed = (socket: Socket): Promise<void> => new Promise((done) => socket.once('close', () => done()))
const untilReview = () => expect.poll(() => device.state().screen?.kind, { timeout: 20_000 }).toBe('review')

describe('the wire', () => {
  it('carries a length of the command, and a length of the data without the status word', () => {
    expect(toHex(requestFrame(configuration))).toBe('0x00000005e006000000')
    expect(toHex(replyFrame(Buffer.from('010203049000', 'hex')))).toBe('0x00000004010203049000')
    expect(toHex(replyFrame(Buffer.from('6985', 'hex')))).toBe('0x000000006985')
  })

  it('is read the same however it was cut up', () => {
    const frames = fc.array(fc.uint8Array({ minLength: 2, maxLength: 300 }), { minLength: 1, maxLength: 5 })
    fc.assert(
      fc.property(frames, fc.array(fc.integer({ min: 1, max: 40 }), { minLength: 1 }), (sent, cuts) => {
        const stream = Buffer.concat(sent.map(replyFrame))
        const reader = createFrameReader('reply')
        const read: Uint8Array[] = []
        for (let at = 0, i = 0; at < stream.length; i++) {
          const size = cuts[i % cuts.length] ?? 1
          read.push(...reader.take(stream.subarray(at, at + size)))
          at += size
        }
        expect(read.map((frame) => [...frame])).toEqual(sent.map((frame) => [...frame]))
      })
    )
  })

  it('answers each command by one write', async () => {
    const socket = await rawSocket()
    const chunks: Buffer[] = []
    socket.on('data', (chunk: Buffer) => chunks.push(chunk))
    for (const byte of requestFrame(configuration)) socket.write(Uint8Array.of(byte))
    await expect.poll(() => chunks.map((chunk) => chunk.toString('hex'))).toEqual(['00000004010116009000'])
  })

  it('ends a connection that sends a length beyond every command', async () => {
    const socket = await rawSocket()
    const gone = closed(socket)
    socket.write(Buffer.from('ffffffff', 'hex'))
    await gone
    expect(statusOf(await client.exchange(configuration))).toBe('9000')
  })
})

describe('over TCP', () => {
  it('signs in pieces what viem signs, once the user approved', async () => {
    let last = new Uint8Array()
    const signing = (async () => {
      for (const piece of signApdus(path, unsigned)) last = new Uint8Array(await client.exchange(piece))
    })()
    await untilReview()
    expect(last).toEqual(Uint8Array.of(0x90, 0))
    device.control('approve')
    await signing
    const fields = parseTransaction(unsigned)
    expect(serializeTransaction(fields, signatureOf(last))).toBe(await mnemonicToAccount(own).signTransaction(fields))
  })

  it('is unplugged in mid-review: the host hears of it, and can connect again', async () => {
    const signing = (async () => {
      for (const piece of signApdus(path, unsigned)) await client.exchange(piece)
    })()
    const outcome = expect(signing).rejects.toMatchObject({ code: 'PRACTICE_LEDGER_UNPLUGGED' })
    await untilReview()
    device.control('unplug')
    await outcome
    await expect(client.exchange(configuration)).rejects.toMatchObject({ code: 'PRACTICE_LEDGER_UNPLUGGED' })
    device.control('plug-in')
    expect(statusOf(await client.exchange(configuration))).toBe('9000')
  })

  it('gives up the review of a host that hangs up', async () => {
    const socket = await rawSocket()
    const [head, ...rest] = signApdus(path, unsigned)
    socket.write(Buffer.concat([head ?? new Uint8Array(), ...rest].map(requestFrame)))
    await untilReview()
    socket.destroy()
    await expect.poll(() => device.state().screen?.kind, { timeout: 20_000 }).toBe('ready')
  })

  it('says so when nobody is there', async () => {
    await server.stop()
    await expect(client.exchange(configuration)).rejects.toMatchObject({ code: 'PRACTICE_LEDGER_UNREACHABLE' })
  })

  it('does not take a port that is taken', async () => {
    await expect(startLedgerServer({ device, port: server.port })).rejects.toMatchObject({ code: 'PORT_TAKEN' })
  })
})

describe('startPracticeLedger', () => {
  let life: AbortController
  beforeEach(() => {
    life = new AbortController()
  })
  afterEach(() => life.abort())

  it('has the address of the first path, a state that a hand changes, and an end', async () => {
    const ledger = await startPracticeLedger({ seed: 5, signal: life.signal })
    expect(ledger.address).toBe(mnemonicToAccount(practiceMnemonic(5, 'own')).address)
    const seen: string[] = []
    ledger.onState(({ screen }) => seen.push(screen?.kind ?? ''))
    ledger.control('lock')
    expect([ledger.state().locked, seen]).toEqual([true, ['locked']])
    expect(statusOf(await ledger.exchange(configuration))).toBe('5515')
    life.abort()
    await expect(ledger.exchange(configuration)).rejects.toMatchObject({ retryable: true })
  })

  it('takes an emulator by host and port in its place', async () => {
    const ledger = await startPracticeLedger({ seed: 5, emulator: server, signal: life.signal })
    expect(ledger.address).toBe(mnemonicToAccount(own).address)
    expect(ledger.state()).toMatchObject({ device: 'emulator', screen: null })
    expect(() => ledger.control('approve')).toThrow(/emulator/)
    expect(statusOf(await ledger.exchange(configuration))).toBe('9000')
    device.control('lock')
    await expect(startPracticeLedger({ seed: 5, emulator: server, signal: life.signal })).rejects.toMatchObject({
      code: 'PRACTICE_LEDGER_REFUSED'
    })
  })
})
