import type { DeviceSignature } from '../../shared/domain/action.ts'
import type { Address, Hex } from '../../shared/domain/hex.ts'
import { ledgerPaths } from '../../shared/domain/ledger-paths.ts'
import { LedgerFailure, ledgerProblem } from './ledger-problem.ts'
import type { LedgerDevice, LedgerTransport } from './ledger-transport.ts'

/** `returning`: gone, but perhaps only for a moment, as when an app on it is opened or left. */
export type LedgerLink = 'absent' | 'connecting' | 'connected' | 'returning'
/** How far a request has come. */
export type LedgerStep = 'connecting' | 'searching' | 'reviewing'

export const ledgerTimes = { graceMs: 5_000, lookEveryMs: 400 }
const accountsSearched = 10

export type SignOrder = {
  /** Whose signature is wanted. */
  address: Address
  /** Where it is, as far as the settings say: looked at first. */
  path?: string
  unsigned: Hex
  /** Whether the transaction has data, which the device signs blindly. */
  blind: boolean
  onStep: (step: LedgerStep) => void
}

/** Where an account is on the device. */
type LedgerPlace = { path: string }
type Deps = { transport: LedgerTransport; pause: (ms: number) => Promise<void> }

/** The one Ledger of this window: one request at a time, each on a device that was looked at anew. Throws LedgerFailure. */
export class Ledger {
  readonly #deps: Deps
  readonly #listeners = new Set<() => void>()
  readonly #places = new Map<string, LedgerPlace>()
  #device: LedgerDevice | null = null
  #link: LedgerLink = 'absent'
  #returning: Promise<void> | null = null
  #last: Promise<unknown> = Promise.resolve()
  #blindSigning: boolean | null = null

  constructor(deps: Deps) {
    this.#deps = deps
  }

  get kind(): LedgerTransport['kind'] {
    return this.#deps.transport.kind
  }

  readonly link = (): LedgerLink => this.#link

  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener)
    return () => this.#listeners.delete(listener)
  }

  /** Where this account is on the device, as far as that is known already. */
  placeOf(address: Address): LedgerPlace | null {
    return this.#places.get(address.toLowerCase()) ?? null
  }

  /** The path of an account among the first ten of every usual scheme. Throws ACCOUNT_NOT_FOUND, OTHER_DEVICE and the device's problems. */
  find(address: Address, onStep: SignOrder['onStep'] = () => {}): Promise<LedgerPlace> {
    return this.#inTurn(() => this.#find(address, onStep))
  }

  /** Shows the account on the device, to be compared and confirmed there. */
  show(address: Address, onStep: SignOrder['onStep'] = () => {}, hint?: string): Promise<LedgerPlace> {
    return this.#inTurn(async () => {
      const place = await this.#find(address, onStep, hint)
      onStep('reviewing')
      const device = await this.#connected()
      const shown = await device.address(place.path, { show: true })
      if (!isSame(shown, address)) throw new LedgerFailure('OTHER_DEVICE')
      return place
    })
  }

  /** Settings first, then silently whether it is still the same seed, then the review on the device. */
  sign({ address, path: hint, unsigned, blind, onStep }: SignOrder): Promise<DeviceSignature> {
    return this.#inTurn(async () => {
      onStep('connecting')
      const { blindSigning } = await this.#quietly((device) => device.configuration())
      this.#blindSigning = blindSigning
      if (blind && !blindSigning) throw new LedgerFailure('BLIND_SIGNING_OFF')
      const { path } = await this.#find(address, onStep, hint)
      onStep('reviewing')
      const device = await this.#connected()
      return device.sign(path, unsigned)
    })
  }

  async #find(address: Address, onStep: SignOrder['onStep'], hint?: string): Promise<LedgerPlace> {
    const known = this.placeOf(address)
    onStep(known ? 'connecting' : 'searching')
    if (known) {
      const held = await this.#quietly((device) => device.address(known.path, { show: false }))
      if (isSame(held, address)) return known
      throw new LedgerFailure('OTHER_DEVICE')
    }
    const named: LedgerPlace[] = hint === undefined ? [] : [{ path: hint }]
    for (const place of [...named, ...ledgerPaths(accountsSearched)]) {
      const held = await this.#quietly((device) => device.address(place.path, { show: false }))
      if (!isSame(held, address)) continue
      this.#places.set(address.toLowerCase(), place)
      return place
    }
    throw new LedgerFailure('ACCOUNT_NOT_FOUND')
  }

  /** What the user does not see on the device may be asked again when it comes back. */
  async #quietly<T>(ask: (device: LedgerDevice) => Promise<T>): Promise<T> {
    const device = await this.#connected()
    try {
      return await ask(device)
    } catch (error) {
      if (ledgerProblem(error) !== 'UNPLUGGED') throw error
      await this.#returning
      if (!this.#device) throw error
      return ask(this.#device)
    }
  }

  async #connected(): Promise<LedgerDevice> {
    await this.#returning
    if (this.#device) return this.#device
    this.#show('connecting')
    try {
      return this.#hold(await this.#deps.transport.open())
    } catch (error) {
      this.#show('absent')
      throw error
    }
  }

  #hold(device: LedgerDevice): LedgerDevice {
    this.#device = device
    this.#show('connected')
    device.onDisconnect(() => {
      if (this.#device !== device) return
      this.#device = null
      device.close()
      this.#returning = this.#comeBack().finally(() => {
        this.#returning = null
      })
    })
    return device
  }

  /** Opening or leaving an app makes a new device of it for the host: that is no unplugging. */
  async #comeBack(): Promise<void> {
    this.#show('returning')
    const { transport, pause } = this.#deps
    for (let waitedMs = 0; waitedMs < ledgerTimes.graceMs; waitedMs += ledgerTimes.lookEveryMs) {
      await pause(ledgerTimes.lookEveryMs)
      const device = await transport.reopen().catch(() => null)
      if (device) return void this.#hold(device)
    }
    this.#show('absent')
  }

  #show(link: LedgerLink): void {
    this.#link = link
    for (const listener of this.#listeners) listener()
  }

  #inTurn<T>(work: () => Promise<T>): Promise<T> {
    const run = (): Promise<T> =>
      work().catch((error: unknown) => {
        const problem = ledgerProblem(error, { blindSigning: this.#blindSigning })
        throw new LedgerFailure(problem, { cause: error })
      })
    const next = this.#last.then(run, run)
    this.#last = next.catch(() => {})
    return next
  }
}

const isSame = (a: string, b: string): boolean => a.toLowerCase() === b.toLowerCase()
