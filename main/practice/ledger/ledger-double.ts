import { type Hex, hashMessage, keccak256, toBytes, toHex } from 'viem'
import { sign } from 'viem/accounts'
import type { PracticeLedgerAction, PracticeLedgerState } from '../../../shared/domain/practice-ledger.ts'
import { createSerial } from '../serial.ts'
import { type Apdu, ApduError, answerOf, parseApdu, statusWords } from './apdu.ts'
import type { DeviceKey } from './device-keys.ts'
import { LedgerBody, Unheard } from './ledger-body.ts'
import { readPath } from './read-path.ts'
import { reviewTransaction, transactionLength } from './review-transaction.ts'

const appName = 'Ethereum'
const appVersion = [1, 22, 0] as const
const systemName = 'BOLOS'
const systemVersion = '1.1.1'
const largestUpload = 16_384

/** A transaction or message that comes in pieces, within one session. */
type Upload = { ins: number; key: DeviceKey; bytes: Uint8Array; messageLength: number | null; session: number }

const empty = new Uint8Array()

/** A small double of the Ethereum app on a Ledger: answers its commands with the same bytes as a device with this seed phrase, and shows what the device shows. It answers a review when somebody decides, not before. */
export class LedgerDouble {
  readonly #body: LedgerBody
  readonly #inTurn = createSerial()
  #upload: Upload | null = null

  constructor(mnemonics: Record<PracticeLedgerState['seed'], string>) {
    this.#body = new LedgerBody(mnemonics)
  }

  /** Data and status word. One command after the other; `host` fires when the asker is gone. Throws Unheard when nobody can hear the answer. */
  exchange(bytes: Uint8Array, host: AbortSignal): Promise<Uint8Array> {
    return this.#inTurn(() => this.#answer(bytes, host))
  }

  state = (): PracticeLedgerState => this.#body.state()

  onState = (listener: (state: PracticeLedgerState) => void): (() => void) => this.#body.onState(listener)

  /** What a hand does to the device. */
  control = (action: PracticeLedgerAction): void => this.#body.control(action)

  async #answer(bytes: Uint8Array, host: AbortSignal): Promise<Uint8Array> {
    const { plugged, session } = this.#body.settings
    if (!plugged || host.aborted) throw new Unheard()
    const answer = await this.#dispatch(bytes, host).then(
      (data) => answerOf(data, statusWords.ok),
      (error: unknown) => {
        this.#upload = null
        if (error instanceof ApduError) return answerOf(empty, error.status)
        throw error
      }
    )
    if (this.#body.settings.session !== session) throw new Unheard()
    return answer
  }

  async #dispatch(bytes: Uint8Array, host: AbortSignal): Promise<Uint8Array> {
    if (this.#body.settings.locked) throw new ApduError('locked')
    const apdu = parseApdu(bytes)
    if (apdu.cla === 0xb0) return this.#name(apdu)
    if (!this.#body.settings.appOpen) throw new ApduError('noApp')
    if (apdu.cla !== 0xe0) throw new ApduError('unknownClass')
    switch (apdu.ins) {
      case 0x02:
        return this.#address(apdu, host)
      case 0x04:
      case 0x08:
        return this.#sign(apdu, host)
      case 0x06:
        wantParameters(apdu, [0x00], [0x00])
        return Uint8Array.of(this.#body.settings.blindSigning ? 1 : 0, ...appVersion)
      default:
        throw new ApduError('unknownInstruction')
    }
  }

  #name(apdu: Apdu): Uint8Array {
    if (apdu.ins !== 0x01) throw new ApduError('unknownInstruction')
    wantParameters(apdu, [0x00], [0x00])
    const { appOpen } = this.#body.settings
    const text = (words: string): number[] => [words.length, ...Buffer.from(words, 'ascii')]
    const [name, version] = appOpen ? [appName, appVersion.join('.')] : [systemName, systemVersion]
    return Uint8Array.of(1, ...text(name), ...text(version), 1, 0)
  }

  async #address(apdu: Apdu, host: AbortSignal): Promise<Uint8Array> {
    wantParameters(apdu, [0x00, 0x01], [0x00, 0x01])
    const { path, rest } = readPath(apdu.data)
    // A chain id may follow.
    if (rest.length !== 0 && rest.length !== 8) throw new ApduError('invalidData')
    const { address, publicKey, chainCode } = this.#body.key(path)
    if (apdu.p1 === 0x01) await this.#body.ask('address', [{ label: 'Address', value: address }], host)
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
    const { session } = this.#body.settings
    if (p1 === 0x80) {
      const before = this.#upload
      if (!before || before.ins !== ins || before.session !== session) throw new ApduError('badState')
      return { ...before, bytes: Buffer.concat([before.bytes, data]) }
    }
    const { path, rest } = readPath(data)
    const key = this.#body.key(path)
    if (ins === 0x04) return { ins, key, bytes: rest, messageLength: null, session }
    if (rest.length < 4) throw new ApduError('invalidData')
    const messageLength = new DataView(rest.buffer, rest.byteOffset).getUint32(0)
    return { ins, key, bytes: rest.slice(4), messageLength, session }
  }

  async #signTransaction({ key, bytes }: Upload, host: AbortSignal): Promise<Uint8Array> {
    const { hash, fields } = reviewTransaction(bytes, key.address, this.#body.settings.blindSigning)
    await this.#body.ask('transaction', fields, host)
    return signed(key, hash, 0)
  }

  async #signMessage({ key, bytes }: Upload, host: AbortSignal): Promise<Uint8Array> {
    const hash = hashMessage({ raw: bytes })
    await this.#body.ask('message', [{ label: 'Message hash', value: keccak256(bytes) }], host)
    return signed(key, hash, 27)
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
