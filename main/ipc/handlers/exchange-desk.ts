import type { PracticeLedgerAnswer } from '../../../shared/domain/practice-ledger.ts'
import { AbortedError } from '../../../shared/errors.ts'
import type { Clock } from '../../engine/runtime/clock.ts'

/** A window waits so long for one reply; a user may take longer. */
export const replyWithinMs = 20_000
const remembered = 8

type Exchange = (apdu: Uint8Array) => Promise<Uint8Array>

export type ExchangeDesk = (
  asked: { id: string; apduHex: string; exchange: Exchange },
  signal: AbortSignal
) => Promise<PracticeLedgerAnswer>

/** Holds exchanges that take as long as a user takes: each is sent once, and asked for again by its id. */
export function createExchangeDesk({ clock }: { clock: Clock }): ExchangeDesk {
  const running = new Map<string, Promise<Uint8Array>>()
  return async ({ id, apduHex, exchange }, signal) => {
    const known = running.get(id) ?? exchange(Buffer.from(apduHex, 'hex'))
    // Who asked may be gone before it fails.
    known.catch(() => {})
    running.set(id, known)
    for (const old of running.keys()) if (running.size > remembered) running.delete(old)
    const late = new AbortController()
    const waited = clock.sleep(replyWithinMs, AbortSignal.any([signal, late.signal])).then(
      () => null,
      () => null
    )
    const answer = await Promise.race([known, waited]).finally(() => late.abort(new Error('answered')))
    if (answer === null && signal.aborted) throw new AbortedError(signal.reason)
    return { answerHex: answer && Buffer.from(answer).toString('hex') }
  }
}
