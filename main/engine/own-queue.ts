import type { EngineEvent } from '../../shared/domain/engine-event.ts'
import type { HeadTracker, RpcPool } from './chain/types.ts'
import type { EngineConfig } from './engine-config.ts'
import type { EnginePorts } from './engine-parts.ts'
import { gasRecorder } from './money/money-book.ts'
import { createRpcTxChain } from './tx/rpc-tx-chain.ts'
import { createTxQueue } from './tx/tx-queue.ts'
import type { OperatorQueue, SecondOpinion } from './tx/types.ts'

type Input = {
  config: EngineConfig
  ports: EnginePorts
  pool: RpcPool
  heads: HeadTracker
  second: SecondOpinion | undefined
  emit: (event: EngineEvent) => void
}

/** The transaction queue of the validator's key; null when no key is at hand. */
export function createOwnQueue({ config, ports, pool, heads, second, emit }: Input): OperatorQueue | null {
  const { key, journal, money, clock, log } = ports
  if (key.kind !== 'signer') return null
  return createTxQueue({
    chain: createRpcTxChain({ pool, account: key.signer.address }),
    chainId: config.network.l1ChainId,
    signer: key.signer,
    journal,
    clock,
    log,
    policy: config.fees,
    exclusive: true,
    second,
    onEvent: emit,
    ...(money && gasRecorder(money)),
    onHead: (listener) => heads.onHead(listener)
  })
}
