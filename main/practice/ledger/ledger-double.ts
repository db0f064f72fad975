import { type Hex, hashMessage, keccak256, toBytes, toHex } from 'viem'
import { sign } from 'viem/accounts'
import type {
  LedgerField,
  LedgerReview,
  LedgerScreen,
  PracticeLedgerAction,
  PracticeLedgerState
} from '../../../shared/domain/practice-ledger.ts'
import { Secret } from '../../../shared/secret.ts'
import { createSerial } from '../serial.ts'
import { type Apdu, ApduError, answerOf, parseApdu, statusWords } from './apdu.ts'
import { createDeviceKeys, type DeviceKey } from './device-keys.ts'
import { readPath } from './read-path.ts'
import { reviewTransaction, transactionLength } from './review-transaction.ts'

const appName = 'Ethereum'
const appVersion = [1, 22, 0] as const
const systemName = 'BOLOS'
const systemVersion = '1.1.1'
const largestUpload = 16_384

/** The host is gone, or the cable: nobody hears the answer. */
export class Unheard extends Error {}

type Review = { what: LedgerReview; fields: LedgerField[]; decide: (verdict: 'approve' | 'reject' | 'gone') => void }
/** A transaction or message that comes in pieces. */
type Upload = { ins: number; key: DeviceKey; bytes: Uint8Array; messageLength: number | null }
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
const empty = new Uint8Array()

/** A small double of the Ethereum app on a Ledger: answers its commands with the same bytes as a device with this seed phrase, and shows what the device shows. It answers a review when somebody decides, not before. */
export class LedgerDouble {
  readonly #keys: Record<PracticeLedgerState['seed'], (path: readonly number[]) => DeviceKey>
  readonly #listeners = new Set<(state: PracticeLedgerState) => void>()
  readonly #inTurn = createSerial()
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
  #upload: Upload | null = null

  constructor(mnemonics: Record<PracticeLedgerState['seed'], string>) {
    this.#keys = {
      own: createDeviceKeys(new Secret(mnemonics.own)),
      other: createDeviceKeys(new Secret(mnemonics.other))
    }
  }

  /** Data and status word. One command after the other; `host` fires when the asker is gone. Throws Unheard when nobody can hear the answer. */
  exchange(bytes: Uint8Array, host: AbortSignal): Promise<Uint8Array> {
    return this.#inTurn(() => this.#answer(bytes, host))
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
    this.#upload = null
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

  async #answer(bytes: Uint8Array, host: AbortSignal): Promise<Uint8Array> {
    const { plugged, session } = this.#settings
    if (!plugged || host.aborted) throw new Unheard()
    const answer = await this.#dispatch(bytes, host).then(
      (data) => answerOf(data, statusWords.ok),
      (error: unknown) => {
        this.#upload = null
        if (error instanceof ApduError) return answerOf(empty, error.status)
        throw error
      }
    )
    if (this.#settings.session !== session) throw new Unheard()
    return answer
  }

  async #dispatch(bytes: Uint8Array, host: AbortSignal): Promise<Uint8Array> {
    if (this.#settings.locked) throw new ApduError('locked')
    const apdu = parseApdu(bytes)
    if (apdu.cla === 0xb0) return this.#name(apdu)
    if (!this.#settings.appOpen) throw new ApduError('noApp')
    if (apdu.cla !== 0xe0) throw new ApduError('unknownClass')
    switch (apdu.ins) {
      case 0x02:
        return this.#address(apdu, host)
      case 0x04:
      case 0x08:
        return this.#sign(apdu, host)
      case 0x06:
        wantParameters(apdu, [0x00], [0x00])
        return Uint8Array.of(this.#settings.blindSigning ? 1 : 0, ...appVersion)
      default:
        throw new ApduError('unknownInstruction')
    }
  }

  #name(apdu: Apdu): Uint8Array {
    if (apdu.ins !== 0x01) throw new ApduError('unknownInstruction')
    wantParameters(apdu, [0x00], [0x00])
    const { appOpen } = this.#settings
    const text = (words: string): number[] => [words.length, ...Buffer.from(words, 'ascii')]
    const [name, version] = appOpen ? [appName, appVersion.join('.')] : [systemName, systemVersion]
    return Uint8Array.of(1, ...text(name), ...text(version), 1, 0)
  }

  async #address(apdu: Apdu, host: AbortSignal): Promise<Uint8Array> {
    wantParameters(apdu, [0x00, 0x01], [0x00, 0x01])
    const { path, rest } = readPath(apdu.data)
    // A chain id may follow.
    if (rest.length !== 0 && rest.length !== 8) throw new ApduError('invalidData')
    const { address, publicKey, chainCode } = this.#key(path)
    if (apdu.p1 === 0x01) await this.#ask('address', [{ label: 'Address', value: address }], host)
    const digits = Buffer.from(address.slice(2), 'ascii')
    return Uint8Array.of(0x41, ...toBytes(publicKey), 0x28, ...digits, ...(apdu.p2 === 0x01 ? chainCode : empty))
  }

  async #sign(apdu: Apdu, host: AbortSignal): Promise<Uint8Array> {
    wantParameters(apdu, [0x00, 0x80], [0x00])
    const upload = this.#receive(apdu)
    if (upload.bytes.length > largestUpload) throw new ApduError('invalidData')
    const length = upload.ins === 0x04 ? transactionLength(upload.bytes) : upload.messageLength
    if (length === null || upload.bytes.length < length) {
      this.#upload = upload
      return empty
    }
    if (upload.bytes.length > length) throw new ApduError('invalidData')
    this.#upload = null
    return upload.ins === 0x04 ? this.#signTransaction(upload, host) : this.#signMessage(upload, host)
  }

  /** The piece put to those that came before. */
  #receive({ ins, p1, data }: Apdu): Upload {
    if (p1 === 0x80) {
      const before = this.#upload
      if (!before || before.ins !== ins) throw new ApduError('badState')
      return { ...before, bytes: Buffer.concat([before.bytes, data]) }
    }
    const { path, rest } = readPath(data)
    const key = this.#key(path)
    if (ins === 0x04) return { ins, key, bytes: rest, messageLength: null }
    if (rest.length < 4) throw new ApduError('invalidData')
    const messageLength = new DataView(rest.buffer, rest.byteOffset).getUint32(0)
    return { ins, key, bytes: rest.slice(4), messageLength }
  }

  async #signTransaction({ key, bytes }: Upload, host: AbortSignal): Promise<Uint8Array> {
    const { hash, fields } = reviewTransaction(bytes, key.address, this.#settings.blindSigning)
    await this.#ask('transaction', fields, host)
    return signed(key, hash, 0)
  }

  async #signMessage({ key, bytes }: Upload, host: AbortSignal): Promise<Uint8Array> {
    const hash = hashMessage({ raw: bytes })
    await this.#ask('message', [{ label: 'Message hash', value: keccak256(bytes) }], host)
    return signed(key, hash, 27)
  }

  /** Shows it and waits for a decision. Throws ApduError refused, Unheard. */
  async #ask(what: LedgerReview, fields: LedgerField[], host: AbortSignal): Promise<void> {
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

  #key(path: readonly number[]): DeviceKey {
    return this.#keys[this.#settings.seed](path)
  }
}

function wantParameters({ p1, p2 }: Apdu, first: readonly number[], second: readonly number[]): void {
  if (!first.includes(p1) || !second.includes(p2)) throw new ApduError('badParameters')
}

/** v (parity plus `base`), r, s. RFC 6979, s in the lower half. */
async function signed({ privateKey }: DeviceKey, hash: Hex, base: number): Promise<Uint8Array> {
  const { r, s, yParity = 0 } = await sign({ hash, privateKey: privateKey.reveal() })
  return Uint8Array.of(
    base + yParity,
    ...toBytes(toHex(BigInt(r), { size: 32 })),
    ...toBytes(toHex(BigInt(s), { size: 32 }))
  )
}
