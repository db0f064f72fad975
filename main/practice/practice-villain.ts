import type { Logger } from '../engine/ports.ts'
import type { Clock } from '../engine/runtime/clock.ts'
import type { LyingEngine } from './lying-engine.ts'
import type { PracticeNetwork } from './network.ts'
import { startVillain } from './villain.ts'

/** The villain's first output. Output 1 is there from the start, and output 2 is the operator's. */
const firstLie = 3n

/** The last of the other validators as a villain: it is drawn for output 3, whose root it lies about from somewhere in its middle on, and defends it. Do not run that validator beside it. */
export async function startPracticeVillain(
  network: PracticeNetwork,
  { clock, log }: { clock: Clock; log: Logger }
): Promise<LyingEngine> {
  const validator = network.accounts.bots.at(-1)
  if (!validator) throw new Error('a villain needs a validator of its own')
  network.steerDraws((index) => (index === firstLie ? validator.address : null))
  const interval = BigInt(network.params.submissionInterval)
  const lieFrom = (firstLie - 1n) * interval + (interval * 3n) / 5n
  return startVillain({ network, validator, lieFrom, clock, log })
}
