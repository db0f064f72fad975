import { createRequire } from 'node:module'
import { parseTransaction, serializeTransaction } from 'viem'
import { mnemonicToAccount } from 'viem/accounts'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { systemClock } from '../../main/engine/runtime/clock.ts'
import { createExchangeDesk } from '../../main/ipc/handlers/exchange-desk.ts'
import { practiceLedgerHandlers } from '../../main/ipc/handlers/practice-ledger-handlers.ts'
import { memoryTransport } from '../../main/ipc/memory-transport.ts'
import { createPublisher } from '../../main/ipc/publish.ts'
import { recordingLog } from '../../main/ipc/recording-log.ts'
import { type Handlers, serve } from '../../main/ipc/serve.ts'
import { type PracticeLedger, startPracticeLedger } from '../../main/practice/ledger/practice-ledger.ts'
import { practiceMnemonic } from '../../main/practice/ledger/practice-mnemonic.ts'
import { createPracticeLedgerLink } from '../../main/practice-ledger-link.ts'
import { Ledger } from '../../renderer/ledger/ledger.ts'
import type { Library } from '../../renderer/ledger/load-library.ts'
import { practiceTransport } from '../../renderer/ledger/practice-transport.ts'
import type { PracticeLedgerState } from '../../shared/domain/practice-ledger.ts'
import type { Bridge } from '../../shared/ipc/bridge.ts'

/** The library that signs on a real Ledger, over IPC and TCP to the double; Node takes its CommonJS form only. */
const require = createRequire(import.meta.url)
const load = async (): Promise<Library> => ({
  Eth: require('@ledgerhq/hw-app-eth').default,
  Transport: require('@ledgerhq/hw-transport').default
})

const account = mnemonicToAccount(practiceMnemonic(9, 'own'))
const unsigned = serializeTransaction({
  type: 'eip1559',
  chainId: 900,
  nonce: 7,
  to: '0x90F79bf6EB2c4f870365E785982E1f101E93b906',
  data: `0x${'f3fef3a3'}${'11'.repeat(400)}`,
  gas: 127_000n,
  maxFeePerGas: 40_000_000_000n,
  maxPriorityFeePerGas: 1_000_000_000n
})
const order = { address: account.address, unsigned, blind: true, onStep: () => {} } as const

let life: AbortController
let device: PracticeLedger
let ledger: Ledger
let practice: boolean
beforeEach(async () => {
  life = new AbortController()
  practice = true
  device = await startPracticeLedger({ seed: 9, signal: life.signal })
  ledger = new Ledger({ transport: practiceTransport({ bridge: bridgeTo(device), load, pause }), pause })
})
afterEach(() => life.abort())

const pause = (ms: number): Promise<void> => new Promise((done) => setTimeout(done, Math.min(ms, 20)))

function bridgeTo(practiceLedger: PracticeLedger): Bridge {
  const publisher = createPublisher({ clock: systemClock, limits: { everyMs: 5, eventBound: 100 } })
  const { port, connect } = memoryTransport(publisher)
  const link = createPracticeLedgerLink({ practice: () => practice })
  const handlers = practiceLedgerHandlers(link.current, createExchangeDesk({ clock: systemClock })) as Handlers
  serve(port, { handlers, log: recordingLog(), signal: life.signal })
  const listeners = new Set<(state: PracticeLedgerState) => void>()
  publisher.addView({
    id: 'window',
    send: (_, payload) => {
      for (const listener of [...listeners]) listener(payload as PracticeLedgerState)
    },
    ready: () => true,
    overrun: () => {}
  })
  link.onState((state) => publisher.publish('practiceLedger.state', state))
  link.attach(practiceLedger)
  return {
    invoke: connect().invoke,
    subscribe: (_, listener) => {
      const own = listener as (state: PracticeLedgerState) => void
      listeners.add(own)
      return () => listeners.delete(own)
    },
    onConnection: () => () => {}
  } as Bridge
}

const untilReview = () => expect.poll(() => device.state().screen?.kind, { timeout: 20_000 }).toBe('review')
const signing = (over: Partial<Parameters<Ledger['sign']>[0]> = {}) => ledger.sign({ ...order, ...over })

describe('the library, on the practice Ledger', () => {
  it('signs the bytes that viem signs', async () => {
    const asked = signing()
    await untilReview()
    device.control('approve')
    const { r, s, v } = await asked
    const raw = serializeTransaction(parseTransaction(unsigned), {
      r: `0x${r}`,
      s: `0x${s}`,
      yParity: Number.parseInt(v, 16)
    })
    expect(raw).toBe(await account.signTransaction(parseTransaction(unsigned)))
    expect(v).toMatch(/^0[01]$/)
  })

  it('finds accounts of every scheme', async () => {
    for (const path of ["44'/60'/3'/0/0", "44'/60'/0'/0/5", "44'/60'/0'/2"] as const) {
      const { address } = mnemonicToAccount(practiceMnemonic(9, 'own'), { path: `m/${path}` })
      expect(await ledger.find(address)).toMatchObject({ path })
    }
  })

  it.each([
    ['reject', 'REJECTED'],
    ['unplug', 'UNPLUGGED'],
    ['use-other-seed', 'UNPLUGGED'],
    ['close-app', 'UNPLUGGED']
  ] as const)('%s during the review: %s', async (action, problem) => {
    const asked = expect(signing()).rejects.toMatchObject({ problem })
    await untilReview()
    device.control(action)
    await asked
  })

  it.each([
    ['lock', 'LOCKED'],
    ['close-app', 'APP_CLOSED'],
    ['blind-signing-off', 'BLIND_SIGNING_OFF'],
    ['use-other-seed', 'ACCOUNT_NOT_FOUND'],
    ['unplug', 'UNPLUGGED']
  ] as const)('%s before it: %s', async (action, problem) => {
    device.control(action)
    await expect(signing()).rejects.toMatchObject({ problem })
  })

  it('notices another seed where the account was', async () => {
    await ledger.find(account.address)
    device.control('use-other-seed')
    await expect(signing()).rejects.toMatchObject({ problem: 'OTHER_DEVICE' })
    device.control('use-own-seed')
    const asked = signing()
    await untilReview()
    device.control('approve')
    await asked
  })

  it('shows the account on the device', async () => {
    const asked = ledger.show(account.address)
    await untilReview()
    expect(device.state().screen).toMatchObject({ what: 'address', fields: [{ value: account.address }] })
    device.control('approve')
    expect(await asked).toMatchObject({ account: 0 })
  })

  it('goes on after the Ethereum app was left and opened again', async () => {
    await ledger.find(account.address)
    device.control('close-app')
    device.control('open-app')
    await expect.poll(() => ledger.link(), { timeout: 20_000 }).toBe('connected')
    expect(await ledger.find(account.address)).toMatchObject({ account: 0 })
  })

  it('is not there on another network', async () => {
    practice = false
    ledger = new Ledger({ transport: practiceTransport({ bridge: bridgeTo(device), load, pause }), pause })
    await expect(ledger.find(account.address)).rejects.toMatchObject({ problem: 'NOT_SUPPORTED' })
  })
})
