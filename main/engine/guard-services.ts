import { AbortedError, AppError } from '../../shared/errors.ts'
import type { EngineEvents } from './engine-events.ts'
import type { EngineParts, EnginePorts } from './engine-parts.ts'
import { every } from './runtime/every.ts'
import type { Service } from './runtime/supervise.ts'
import { createWaker } from './runtime/waker.ts'

/** Between two looks while nothing happens; each costs a request. */
const idleLookMs = 1_800_000
const idleLookPracticeMs = 5_000
/** Several events of one block are one reason to look. */
const settleMs = 500
const reviewMs = 15_000

type Input = {
  parts: Pick<EngineParts, 'queue' | 'secondL1'>
  ports: Pick<EnginePorts, 'clock' | 'log'>
  events: EngineEvents
  practice: boolean
}

/** What runs beside the work so that the key is used rightly: looks for other users of it, and asks again about what sources contradict. */
export function guardServices({ parts, ports, events, practice }: Input): Service[] {
  const { queue, secondL1 } = parts
  const { clock, log } = ports
  const services: Service[] = []
  if (queue) {
    const waker = createWaker(clock)
    services.push({
      name: 'key watch',
      async run({ signal, ready }) {
        // An own output or move whose transaction the journal does not know: somebody else sent it.
        const off = events.on((event) => {
          if (event.type === 'output.submitted' && event.mine && !queue.isOwn(event.txHash)) waker.wake()
        })
        ready()
        try {
          for (;;) {
            await queue.lookForOthers(signal).catch((error) => passing(error, signal))
            await waker.wait(practice ? idleLookPracticeMs : idleLookMs, signal)
            await clock.sleep(settleMs, signal)
          }
        } finally {
          off()
        }
      }
    })
  }
  if (secondL1)
    services.push({
      name: 'second source',
      async run({ signal, ready }) {
        ready()
        await every({ clock, ms: reviewMs, signal }, () =>
          secondL1.review(signal).catch((error) => passing(error, signal))
        )
      }
    })
  return services

  /** The endpoints' trouble is told elsewhere. */
  function passing(error: unknown, signal: AbortSignal): void {
    if (signal.aborted || error instanceof AbortedError || !(error instanceof AppError)) throw error
    log.debug('guard.not-looked', { code: error.code })
  }
}
