import type { PracticeLedgerState } from '../../shared/domain/practice-ledger.ts'
import type { Bridge } from '../../shared/ipc/bridge.ts'
import type { WireError } from '../../shared/ipc/result.ts'
import { LedgerFailure, type LedgerProblem } from './ledger-problem.ts'
import type { LedgerDevice, LedgerTransport } from './ledger-transport.ts'
import { libraryDevice } from './library-device.ts'
import type { Library } from './load-library.ts'

type Deps = { bridge: Bridge; load: () => Promise<Library>; pause: (ms: number) => Promise<void> }

const againMs = 1_000
const undecidedMs = 100
const tries = 5

/** The practice network's Ledger: the same library and the same bytes, carried to the app instead of to USB. */
export const practiceTransport = (deps: Deps): LedgerTransport => ({
  kind: 'practice',
  async open() {
    const state = await stateOf(deps.bridge)
    if (!state.plugged) throw new LedgerFailure('UNPLUGGED')
    return connect(deps, state)
  },
  async reopen() {
    const state = await stateOf(deps.bridge)
    return state.plugged ? connect(deps, state) : null
  }
})

async function stateOf(bridge: Bridge): Promise<PracticeLedgerState> {
  const reply = await bridge.invoke('practiceLedger.state', undefined)
  if (reply.ok) return reply.value
  throw failureOf(reply.error)
}

const wireProblems: Record<string, LedgerProblem> = {
  PRACTICE_LEDGER_UNPLUGGED: 'UNPLUGGED',
  PRACTICE_LEDGER_UNREACHABLE: 'UNPLUGGED',
  PRACTICE_LEDGER_ABSENT: 'NOT_SUPPORTED'
}
const failureOf = ({ code, message }: WireError): LedgerFailure =>
  new LedgerFailure(wireProblems[code] ?? 'APP_UNREACHABLE', { cause: new Error(message) })

async function connect({ bridge, load, pause }: Deps, { session }: PracticeLedgerState): Promise<LedgerDevice> {
  const { Eth, Transport } = await load()

  /** Its session ends when the device is pulled out, or becomes another one for the host. */
  class PracticeTransport extends Transport {
    #over = false
    readonly #off = bridge.subscribe('practiceLedger.state', (state) => {
      if (!state.plugged || state.session !== session) this.#end()
    })

    override exchange = (apdu: Uint8Array): Promise<never> =>
      this.exchangeAtomicImpl(() => exchange({ bridge, pause, isOver: () => this.#over }, apdu)).catch((error) => {
        if (error instanceof LedgerFailure && error.problem === 'UNPLUGGED') this.#end()
        throw error
      }) as Promise<never>

    override async close(): Promise<void> {
      this.#off()
    }

    #end(): void {
      this.#over = true
      this.#off()
      this.emit('disconnect')
    }
  }

  const transport = new PracticeTransport()
  return libraryDevice(new Eth(transport), transport)
}

type Exchanging = Pick<Deps, 'bridge' | 'pause'> & { isOver: () => boolean }

/** One command, asked for until the user has decided. The connection to the app may come and go meanwhile: the id keeps it one command. */
async function exchange({ bridge, pause, isOver }: Exchanging, apdu: Uint8Array): Promise<Uint8Array> {
  const id = crypto.randomUUID()
  const apduHex = hexOf(apdu)
  for (let failures = 0; !isOver(); ) {
    const reply = await bridge.invoke('practiceLedger.exchange', { id, apduHex })
    if (reply.ok && reply.value.answerHex !== null) return bytesOf(reply.value.answerHex)
    if (!reply.ok) failures += 1
    if (!reply.ok && (!reply.error.code.startsWith('IPC_') || failures === tries)) throw failureOf(reply.error)
    await pause(reply.ok ? undecidedMs : againMs)
  }
  throw new LedgerFailure('UNPLUGGED')
}

const hexOf = (bytes: Uint8Array): string => [...bytes].map((byte) => byte.toString(16).padStart(2, '0')).join('')

function bytesOf(hex: string): Uint8Array {
  const { Buffer } = globalThis as unknown as { Buffer: { from(text: string, encoding: 'hex'): Uint8Array } }
  return Buffer.from(hex, 'hex')
}
