import type { DoctorCheckName, DoctorFinding } from '../../../shared/domain/doctor.ts'
import type { EngineConfig } from '../../engine/engine-config.ts'
import type { Clock } from '../../engine/runtime/clock.ts'
import { type Check, unknown } from '../check.ts'
import type { DoctorWorld } from '../create-doctor.ts'
import type { ChainMeasures } from '../measure/measure-chains.ts'

export type CheckParts = { world: DoctorWorld; chains: ChainMeasures | null; clock: Clock }
export type OnChains = { chains: ChainMeasures; engine: EngineConfig; world: DoctorWorld; clock: Clock }

/** Long enough for every request of a check to time out once. */
const networkMs = 45_000

const notRunning = unknown(
  'the practice network does not run',
  'Start the validator on the Overview, then run the checks again.'
)

/** A check that asks nodes; what it is while the network does not run. */
export const onChains =
  ({ world, chains, clock }: CheckParts) =>
  (name: DoctorCheckName, look: (on: OnChains, signal: AbortSignal) => Promise<DoctorFinding>): Check => ({
    name,
    timeoutMs: networkMs,
    run: async (signal) =>
      chains && world.engine
        ? look({ chains, engine: world.engine, world, clock }, signal)
        : (world.engineMissing ?? notRunning)
  })
