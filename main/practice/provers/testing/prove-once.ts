import { createRpcPool } from '../../../engine/chain/rpc-pool.ts'
import type { ProofRequest } from '../../../engine/challenge/proof-port.ts'
import type { EngineConfig } from '../../../engine/engine-config.ts'
import { connectProver } from '../../../engine/prover/connect-prover.ts'
import { systemClock } from '../../../engine/runtime/clock.ts'
import { postText } from '../../../net/post-text.ts'
import { openProofStore } from '../../../store/proof-store.ts'

/** What a process of its own is told to prove. Big numbers stand as decimal texts. */
export type ProveOnce = {
  folder: string
  config: Pick<EngineConfig, 'network' | 'rpc' | 'prover'>
  request: Record<keyof ProofRequest, string>
}

const log = { debug() {}, info() {}, warn() {}, error() {} }

/** A process that asks for one proof, so that a test can kill it: run with the request as its argument, it ends with 0 when it has the proof. */
async function proveOnce({ folder, config, request }: ProveOnce): Promise<void> {
  const pool = (role: 'l1' | 'l2' | 'rollup') =>
    createRpcPool({ role, urls: config.rpc[role], clock: systemClock, log, defaultTimeoutMs: 5_000 })
  const pools = { l1: pool('l1'), l2: pool('l2'), rollup: pool('rollup') }
  const store = openProofStore(folder)
  const prover = connectProver({
    config,
    pools,
    post: postText,
    store,
    clock: systemClock,
    log,
    limits: { pollMs: 20 }
  })
  const numbers = {
    outputIndex: BigInt(request.outputIndex),
    sourceBlock: BigInt(request.sourceBlock),
    targetBlock: BigInt(request.targetBlock)
  }
  await prover.prove({ ...(request as unknown as ProofRequest), ...numbers }, new AbortController().signal)
}

if (process.argv[1] === import.meta.filename) {
  await proveOnce(JSON.parse(process.argv[2] ?? '{}') as ProveOnce)
  process.exit(0)
}
