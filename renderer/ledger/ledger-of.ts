import type { Bridge } from '../../shared/ipc/bridge.ts'
import { Ledger } from './ledger.ts'
import { loadLibrary } from './load-library.ts'
import { practiceTransport } from './practice-transport.ts'
import { webHidTransport } from './webhid-transport.ts'

const known = new WeakMap<Bridge, Map<boolean, Ledger>>()
const pause = (ms: number): Promise<void> => new Promise((done) => setTimeout(done, ms))

/** The one Ledger behind a window: on the practice network its own, else what is plugged in. */
export function ledgerOf(bridge: Bridge, practice: boolean): Ledger {
  const ledgers = known.get(bridge) ?? new Map<boolean, Ledger>()
  known.set(bridge, ledgers)
  const transport = () =>
    practice ? practiceTransport({ bridge, load: loadLibrary, pause }) : webHidTransport({ pause })
  const ledger = ledgers.get(practice) ?? new Ledger({ transport: transport(), pause })
  ledgers.set(practice, ledger)
  return ledger
}
