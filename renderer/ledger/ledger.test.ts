import { describe, expect, it } from 'vitest'
import type { Address } from '../../shared/domain/hex.ts'
import { ledgerPath } from '../../shared/domain/ledger-paths.ts'
import { Ledger, type LedgerStep, ledgerTimes } from './ledger.ts'
import { LedgerFailure } from './ledger-problem.ts'
import type { LedgerDevice, LedgerTransport } from './ledger-transport.ts'

const wanted: Address = '0x70997970C51812dc3A010C7d01b50e0d17dc79C8'
const other: Address = '0x3C44CdDdB6a900fa2b585dd299e03d12FA4293BC'
const signature = { r: '01', s: '02', v: '00' }
const rejected = Object.assign(new Error('x'), { statusCode: 0x6985 })

type Seed = Record<string, Address>
type Review = PromiseWithResolvers<void>

/** A device as the port describes it. `pull` ends the connection; requests are never answered then, as with WebHID. */
class DeviceDouble implements LedgerDevice {
  readonly asked: string[] = []
  readonly #gone = new Set<() => void>()
  readonly #world: World
  constructor(world: World) {
    this.#world = world
  }
  async configuration() {
    this.asked.push('configuration')
    return { blindSigning: this.#world.blindSigning, version: '1.22.0' }
  }
  async address(path: string, { show }: { show: boolean }): Promise<Address> {
    this.asked.push(`address ${path}${show ? ' shown' : ''}`)
    if (this.#world.silent) return this.#unheard<Address>()
    return this.#world.seed[path] ?? other
  }
  async sign(path: string) {
    this.asked.push(`sign ${path}`)
    const review = Promise.withResolvers<void>()
    this.#world.reviews.push(review)
    await Promise.race([review.promise, this.#unheard<void>()])
    return signature
  }
  onDisconnect(listener: () => void) {
    this.#gone.add(listener)
    return () => this.#gone.delete(listener)
  }
  close() {}
  pull() {
    for (const listener of [...this.#gone]) listener()
  }
  /** Rejects when the device is pulled out, as the library's adapter does. */
  #unheard<T>(): Promise<T> {
    return new Promise((_, reject) => this.#gone.add(() => reject(new LedgerFailure('UNPLUGGED'))))
  }
}

type World = { seed: Seed; blindSigning: boolean; silent: boolean; plugged: boolean; reviews: Review[] }

const bench = (over: Partial<World> = {}) => {
  const world: World = {
    seed: { [ledgerPath('ledger-live', 0)]: wanted },
    blindSigning: true,
    silent: false,
    plugged: true,
    reviews: [],
    ...over
  }
  const devices: DeviceDouble[] = []
  const waits: (() => void)[] = []
  const make = (): DeviceDouble => {
    const device = new DeviceDouble(world)
    devices.push(device)
    return device
  }
  const transport: LedgerTransport = {
    kind: 'practice',
    async open() {
      if (!world.plugged) throw Object.assign(new Error('x'), { name: 'TransportOpenUserCancelled' })
      return make()
    },
    reopen: async () => (world.plugged ? make() : null)
  }
  const ledger = new Ledger({ transport, pause: () => new Promise((done) => waits.push(done)) })
  const links: string[] = []
  ledger.subscribe(() => links.push(ledger.link()))
  const settle = () => new Promise((done) => setTimeout(done, 0))
  /** Lets so many milliseconds of the grace pass. */
  const pass = async (ms: number) => {
    for (let passed = 0; passed < ms; passed += ledgerTimes.lookEveryMs) {
      await settle()
      waits.shift()?.()
    }
    await settle()
  }
  const steps: LedgerStep[] = []
  const order = {
    address: wanted,
    unsigned: '0x02c0',
    blind: true,
    onStep: (s: LedgerStep) => void steps.push(s)
  } as const
  const asked = () => devices.flatMap((device) => device.asked)
  return { world, ledger, devices, links, settle, pass, order, steps, asked }
}

const approveNext = async ({ world, settle }: ReturnType<typeof bench>): Promise<void> => {
  while (world.reviews.length === 0) await settle()
  world.reviews.shift()?.resolve()
}

describe('sign', () => {
  it('looks at the settings, finds the account, and has it reviewed', async () => {
    const b = bench()
    const signing = b.ledger.sign(b.order)
    await approveNext(b)
    expect(await signing).toEqual(signature)
    expect(b.asked()).toEqual(['configuration', "address 44'/60'/0'/0/0", "sign 44'/60'/0'/0/0"])
    expect(b.steps).toEqual(['connecting', 'searching', 'reviewing'])
    expect(b.links).toEqual(['connecting', 'connected'])
  })

  it('reads the address again, silently, before each signature', async () => {
    const b = bench()
    const first = b.ledger.sign(b.order)
    await approveNext(b)
    await first
    b.world.seed = {}
    await expect(b.ledger.sign(b.order)).rejects.toMatchObject({ problem: 'OTHER_DEVICE' })
    expect(b.asked().filter((what) => what.startsWith('sign'))).toHaveLength(1)
    expect(b.asked().some((what) => what.includes('shown'))).toBe(false)
  })

  it('asks for no signature while blind signing is off, unless nothing is signed blindly', async () => {
    const b = bench({ blindSigning: false })
    await expect(b.ledger.sign(b.order)).rejects.toMatchObject({ problem: 'BLIND_SIGNING_OFF' })
    expect(b.asked()).toEqual(['configuration'])
    const signing = b.ledger.sign({ ...b.order, blind: false })
    await approveNext(b)
    expect(await signing).toEqual(signature)
  })

  it('says why it failed, and can be tried again', async () => {
    const b = bench()
    const refused = expect(b.ledger.sign(b.order)).rejects.toMatchObject({ problem: 'REJECTED' })
    while (b.world.reviews.length === 0) await b.settle()
    b.world.reviews.shift()?.reject(rejected)
    await refused
    const signing = b.ledger.sign(b.order)
    await approveNext(b)
    expect(await signing).toEqual(signature)
  })

  it('sends one request at a time', async () => {
    const b = bench()
    const first = b.ledger.sign(b.order)
    const second = b.ledger.sign(b.order)
    while (b.world.reviews.length === 0) await b.settle()
    await b.settle()
    expect(b.world.reviews).toHaveLength(1)
    expect(b.asked().filter((what) => what === 'configuration')).toHaveLength(1)
    await approveNext(b)
    await first
    await approveNext(b)
    await second
  })

  it('ends at once when the device is pulled out in mid-review, and is not sent again by itself', async () => {
    const b = bench()
    const outcome = expect(b.ledger.sign(b.order)).rejects.toMatchObject({ problem: 'UNPLUGGED' })
    while (b.world.reviews.length === 0) await b.settle()
    b.world.plugged = false
    b.devices[0]?.pull()
    await outcome
    expect(b.ledger.link()).toBe('returning')
    await b.pass(ledgerTimes.graceMs)
    expect(b.ledger.link()).toBe('absent')
    b.world.plugged = true
    b.world.reviews.length = 0
    const signing = b.ledger.sign(b.order)
    await approveNext(b)
    expect(await signing).toEqual(signature)
  })

  it('has no access: says so, and opens again when asked again', async () => {
    const b = bench({ plugged: false })
    await expect(b.ledger.sign(b.order)).rejects.toMatchObject({ problem: 'NO_ACCESS' })
    expect(b.links).toEqual(['connecting', 'absent'])
    b.world.plugged = true
    const signing = b.ledger.sign(b.order)
    await approveNext(b)
    expect(await signing).toEqual(signature)
  })
})

describe('find', () => {
  it.each([
    ['ledger-live', 7],
    ['bip44', 3],
    ['legacy', 9]
  ] as const)('finds account %s %i', async (kind, account) => {
    const b = bench({ seed: { [ledgerPath(kind, account)]: wanted } })
    expect(await b.ledger.find(wanted)).toEqual({ kind, account, path: ledgerPath(kind, account) })
    const { length } = b.asked()
    expect(await b.ledger.find(wanted.toLowerCase() as Address)).toMatchObject({ kind, account })
    expect(b.asked()).toHaveLength(length + 1)
  })

  it('looks first where the settings say, also where no wallet would put it', async () => {
    const path = "44'/60'/7'/1/2"
    const b = bench({ seed: { [path]: wanted } })
    const signing = b.ledger.sign({ ...b.order, path })
    await approveNext(b)
    expect(await signing).toEqual(signature)
    expect(b.asked().slice(1)).toEqual([`address ${path}`, `sign ${path}`])
  })

  it('looks at ten accounts of every scheme, each path once, and no further', async () => {
    const b = bench({ seed: { [ledgerPath('ledger-live', 10)]: wanted } })
    await expect(b.ledger.find(wanted)).rejects.toMatchObject({ problem: 'ACCOUNT_NOT_FOUND' })
    expect(new Set(b.asked()).size).toBe(b.asked().length)
    expect(b.asked()).toHaveLength(29)
    expect(b.ledger.placeOf(wanted)).toBeNull()
  })

  it('goes on when the device was away for a moment only, as when an app is opened', async () => {
    const b = bench({ silent: true })
    const finding = b.ledger.find(wanted)
    while (b.asked().length === 0) await b.settle()
    b.world.silent = false
    b.devices[0]?.pull()
    await b.pass(ledgerTimes.lookEveryMs)
    expect(await finding).toMatchObject({ account: 0 })
    expect(b.links).toEqual(['connecting', 'connected', 'returning', 'connected'])
  })

  it('gives up when it stays away', async () => {
    const b = bench({ silent: true })
    const outcome = expect(b.ledger.find(wanted)).rejects.toMatchObject({ problem: 'UNPLUGGED' })
    while (b.asked().length === 0) await b.settle()
    b.world.plugged = false
    b.devices[0]?.pull()
    await b.pass(ledgerTimes.graceMs)
    await outcome
  })
})

describe('show', () => {
  it('has the account confirmed on the device', async () => {
    const b = bench()
    expect(await b.ledger.show(wanted)).toMatchObject({ account: 0 })
    expect(b.asked()).toEqual(["address 44'/60'/0'/0/0", "address 44'/60'/0'/0/0 shown"])
  })
})
