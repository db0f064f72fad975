import type {
  LedgerField,
  LedgerReview,
  LedgerScreen,
  PracticeLedgerAction,
  PracticeLedgerState
} from '../../../shared/domain/practice-ledger.ts'
import { Secret } from '../../../shared/secret.ts'
import { ApduError } from './apdu.ts'
import { createDeviceKeys, type DeviceKey } from './device-keys.ts'

/** The host is gone, or the cable: nobody hears the answer. */
export class Unheard extends Error {}

type Review = { what: LedgerReview; fields: LedgerField[]; decide: (verdict: 'approve' | 'reject' | 'gone') => void }
type Settings = Pick<PracticeLedgerState, 'plugged' | 'locked' | 'appOpen' | 'blindSigning' | 'seed' | 'session'>

const handling: Record<Exclude<PracticeLedgerAction, 'approve' | 'reject'>, Partial<Settings>> = {
  lock: { locked: true },
  unlock: { locked: false },
  'blind-signing-on': { blindSigning: true },
  'blind-signing-off': { blindSigning: false },
  'open-app': { appOpen: true },
  'close-app': { appOpen: false },
  unplug: { plugged: false },
  'plug-in': { plugged: true },
  'use-own-seed': { seed: 'own' },
  'use-other-seed': { seed: 'other' }
}
/** The device itself: its cable, PIN, seed, settings and screen, and the hand that holds it. */
export class LedgerBody {
  readonly #keys: Record<PracticeLedgerState['seed'], (path: readonly number[]) => DeviceKey>
  readonly #listeners = new Set<(state: PracticeLedgerState) => void>()
  #settings: Settings = {
    plugged: true,
    locked: false,
    appOpen: true,
    blindSigning: true,
    seed: 'own',
    session: 1
  }
  #seq = 0
  #review: Review | null = null

  constructor(mnemonics: Record<PracticeLedgerState['seed'], string>) {
    this.#keys = {
      own: createDeviceKeys(new Secret(mnemonics.own)),
      other: createDeviceKeys(new Secret(mnemonics.other))
    }
  }

  get settings(): Readonly<Settings> {
    return this.#settings
  }

  state(): PracticeLedgerState {
    return { ...this.#settings, seq: this.#seq, device: 'double', screen: this.#screen() }
  }

  onState(listener: (state: PracticeLedgerState) => void): () => void {
    this.#listeners.add(listener)
    return () => this.#listeners.delete(listener)
  }

  /** What a hand does to the device. Buttons do nothing while there is nothing to decide or the screen is locked. */
  control(action: PracticeLedgerAction): void {
    if (action === 'approve' || action === 'reject') {
      if (!this.#settings.locked) this.#review?.decide(action)
      return
    }
    const patch = handling[action]
    if ('locked' in patch || 'blindSigning' in patch) this.#set(patch)
    else this.#connectAnew(patch)
  }

  #set(patch: Partial<Settings>): void {
    this.#settings = { ...this.#settings, ...patch }
    this.#changed()
  }

  /** The system makes a new device of it for the host; whatever was shown is gone. */
  #connectAnew(patch: Partial<Settings>): void {
    const [name, value] = Object.entries(patch)[0] ?? []
    if (name !== undefined && this.#settings[name as keyof Settings] === value) return
    this.#settings = { ...this.#settings, ...patch, session: this.#settings.session + 1 }
    this.#review?.decide('gone')
    this.#changed()
  }

  #changed(): void {
    this.#seq += 1
    const state = this.state()
    for (const listener of this.#listeners) listener(state)
  }

  #screen(): LedgerScreen {
    const { plugged, locked, appOpen } = this.#settings
    if (!plugged) return { kind: 'off' }
    if (locked) return { kind: 'locked' }
    if (this.#review) return { kind: 'review', what: this.#review.what, fields: this.#review.fields }
    return { kind: appOpen ? 'ready' : 'dashboard' }
  }

  /** Shows it and waits for a decision. Throws ApduError refused, Unheard. */
  async ask(what: LedgerReview, fields: LedgerField[], host: AbortSignal): Promise<void> {
    const { promise, resolve } = Promise.withResolvers<'approve' | 'reject' | 'gone'>()
    const onGone = (): void => resolve('gone')
    host.addEventListener('abort', onGone, { once: true })
    this.#review = { what, fields, decide: resolve }
    this.#changed()
    const verdict = await promise
    host.removeEventListener('abort', onGone)
    this.#review = null
    this.#changed()
    if (verdict === 'gone') throw new Unheard()
    if (verdict === 'reject') throw new ApduError('refused')
  }

  /** Of the seed that is in it. */
  key(path: readonly number[]): DeviceKey {
    return this.#keys[this.#settings.seed](path)
  }
}
