import type { EngineEvent } from '../../../shared/domain/engine-event.ts'
import { createRpcPool } from '../chain/rpc-pool.ts'
import type { HeadTracker, RpcPool } from '../chain/types.ts'
import type { EngineConfig } from '../engine-config.ts'
import type { EnginePorts } from '../engine-parts.ts'
import type { OperatorQueue, SecondOpinion } from '../tx/types.ts'
import { createOperatorParts, type OperatorParts, otherProviders } from './operator-parts.ts'

type Input = {
  config: EngineConfig
  ports: EnginePorts
  pool: RpcPool
  heads: HeadTracker
  queue: OperatorQueue | null
  second: SecondOpinion | undefined
  emit: (event: EngineEvent) => void
}

/** What operator actions need, where there are files for them. The second opinion comes from L1 endpoints at another host than the first. */
export function connectOperator({
  config,
  ports,
  pool,
  heads,
  queue,
  second: opinion,
  emit
}: Input): OperatorParts | null {
  const { actionFiles, clock, log, key, money } = ports
  if (!actionFiles) return null
  const urls = otherProviders(config.rpc.l1)
  const { requestTimeoutMs: defaultTimeoutMs, network } = config
  const expectedChainId = network.l1ChainId
  const second =
    urls.length > 0 ? createRpcPool({ role: 'l1', urls, clock, log, defaultTimeoutMs, expectedChainId }) : null
  const hotKey = key.kind === 'signer' && queue ? { address: key.signer.address, queue } : null
  return createOperatorParts({
    config,
    files: actionFiles,
    clock,
    log,
    sources: { primary: pool, second },
    heads,
    second: opinion,
    hotKey,
    emit,
    money
  })
}
