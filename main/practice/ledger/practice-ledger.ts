import type { Address } from '../../../shared/domain/hex.ts'
import type { PracticeLedgerAction, PracticeLedgerState } from '../../../shared/domain/practice-ledger.ts'
import { AppError } from '../../../shared/errors.ts'
import { createLedgerClient, type LedgerClient } from './ledger-client.ts'
import { LedgerDouble } from './ledger-double.ts'
import { startLedgerServer } from './ledger-server.ts'
import { practiceMnemonic } from './practice-mnemonic.ts'
import { readAddress } from './read-address.ts'

/** Where the emulator of a real Ethereum app listens. */
export type LedgerPlace = { host: string; port: number }

/** The Ledger of a practice network: the double behind TCP, or an emulator in its place. */
export type PracticeLedger = LedgerPlace & {
  /** Address at 44'/60'/0'/0/0: the operator's withdraw account. */
  address: Address
  exchange: LedgerClient['exchange']
  state(): PracticeLedgerState
  onState(listener: (state: PracticeLedgerState) => void): () => void
  /** Throws PRACTICE_LEDGER_NO_CONTROL for an emulator. */
  control(action: PracticeLedgerAction): void
}

/** Ends with the signal. Throws PRACTICE_LEDGER_UNREACHABLE, PRACTICE_LEDGER_REFUSED when an emulator gives no address. */
export async function startPracticeLedger({
  seed,
  emulator,
  signal
}: {
  seed: number
  emulator?: LedgerPlace | undefined
  signal: AbortSignal
}): Promise<PracticeLedger> {
  return emulator ? emulatedLedger(emulator, signal) : doubledLedger(seed, signal)
}

async function doubledLedger(seed: number, signal: AbortSignal): Promise<PracticeLedger> {
  const device = new LedgerDouble({ own: practiceMnemonic(seed, 'own'), other: practiceMnemonic(seed, 'other') })
  const server = await startLedgerServer({ device, signal })
  const client = clientUntil(server, signal)
  return {
    host: server.host,
    port: server.port,
    address: await readAddress(client),
    exchange: client.exchange,
    state: () => device.state(),
    onState: (listener) => device.onState(listener),
    control: (action) => device.control(action)
  }
}

const emulatorState: PracticeLedgerState = {
  seq: 1,
  device: 'emulator',
  plugged: true,
  locked: false,
  appOpen: true,
  blindSigning: true,
  seed: 'own',
  session: 1,
  screen: null
}

async function emulatedLedger(place: LedgerPlace, signal: AbortSignal): Promise<PracticeLedger> {
  const client = clientUntil(place, signal)
  return {
    ...place,
    address: await readAddress(client),
    exchange: client.exchange,
    state: () => emulatorState,
    onState: () => () => {},
    control() {
      throw new AppError(
        { code: 'PRACTICE_LEDGER_NO_CONTROL' },
        { message: 'An emulator stands in for the practice Ledger: use its own buttons.' }
      )
    }
  }
}

function clientUntil(place: LedgerPlace, signal: AbortSignal): LedgerClient {
  const client = createLedgerClient(place)
  signal.addEventListener('abort', () => client.close(), { once: true })
  return client
}
