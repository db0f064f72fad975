import type { ProtocolConstants } from '../chain/protocol-constants.ts'
import type { EngineConfig } from '../engine-config.ts'
import type { ChallengePolicy } from './view.ts'

/** L1 networks with slots of 12 seconds; others may make a block each second. */
const slotted = new Set([1, 11_155_111, 17_000, 560_048])

type Input = {
  config: Pick<EngineConfig, 'roles' | 'network'>
  constants: Pick<ProtocolConstants, 'bisectionTimeoutSec'>
  provers: ChallengePolicy['provers']
}

/** How disputes are played and how often they are looked at: on a network with short turns more often. */
export function challengePolicy({ config, constants, provers }: Input): ChallengePolicy {
  const { bisectionTimeoutSec } = constants
  return {
    submitter: config.roles.submitter,
    challenger: config.roles.challenger,
    provers,
    closeForOthers: false,
    l1BlockTimeSec: slotted.has(config.network.l1ChainId) ? 12 : 1,
    safetyLookSec: Math.max(2, Math.min(300, Math.floor(bisectionTimeoutSec / 6))),
    insistSec: Math.max(1, Math.floor(bisectionTimeoutSec / 4)),
    retrySec: Math.max(1, Math.min(15, Math.floor(bisectionTimeoutSec / 40)))
  }
}
