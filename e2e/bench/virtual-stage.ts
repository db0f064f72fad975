import { createEngine } from '../../main/engine/engine.ts'
import { createLogger } from '../../main/log/logger.ts'
import { postText } from '../../main/net/post-text.ts'
import { createMemoryJournal } from '../../main/practice/memory-journal.ts'
import { createMemoryProofStore } from '../../main/practice/memory-proof-store.ts'
import { type PracticeNetwork, startPracticeNetwork } from '../../main/practice/network.ts'
import { mainnetShapeParams } from '../../main/practice/params.ts'
import { practiceConfig, superviseEngine } from '../../main/practice/practice-engine.ts'
import { openHistory } from '../../main/store/history.ts'
import { createKeySigner } from '../../main/store/signers/create-key-signer.ts'
import type { Roles } from '../../shared/config/config.ts'
import type { RpcLimits } from '../../shared/config/rpc-limits.ts'
import type { StampedEvent } from '../../shared/domain/engine-event.ts'
import type { RpcBudgetView } from '../../shared/domain/rpc-budget.ts'
import { VirtualClock } from './virtual-clock.ts'
import { counted, openWire, type Wire } from './wire.ts'

/** A network of mainnet's shape in virtual time, and the operator's engine on it as it is on mainnet: its pace is not the practice network's. */
export type VirtualStage = {
  network: PracticeNetwork
  clock: VirtualClock
  wire: Wire
  keep<T extends { stop(): Promise<void> }>(started: T): T
  /** Lets time pass, an L1 block each 12 s. */
  pass(seconds: number): Promise<void>
  /** Lets what was started come so far, without a block. */
  until(ready: Promise<unknown>): Promise<void>
  startOperator(options: OperatorOptions): Promise<Operator>
}
type OperatorOptions = {
  roles: Partial<Roles>
  websocket: boolean
  rpcLimits?: RpcLimits
  /** Instead of the network's own. */
  endpoints?: { l1: string[]; rollup: string[] }
}
export type Operator = { budget(): RpcBudgetView; events: readonly StampedEvent[]; stop(): Promise<void> }

const slotSec = 12
/** The fork is behind everything: proofs are asked for and polled, none is waited for in one request. */
const params = { ...mainnetShapeParams, mptFirstOutputIndex: 1 }
export const silent = createLogger({ sink: { write: () => {} }, level: 'silent' })

/** Sets a stage, plays on it, and clears it away. Nothing else of the process may use fetch or websockets meanwhile. */
export async function onVirtualStage<T>(
  { seed, signal }: { seed: number; signal: AbortSignal },
  play: (stage: VirtualStage) => Promise<T>
): Promise<T> {
  let wire: Wire | null = null
  const clock = new VirtualClock(Math.floor(Date.now() / 1_000) * 1_000, async () => wire?.settle())
  const network = await startPracticeNetwork({ params, seed, mining: 'manual', clock, log: silent, signal })
  wire = openWire(network.l1.httpUrl)
  const kept: { stop(): Promise<void> }[] = []
  try {
    await clock.advance(Math.max(0, network.nowSec() * 1_000 - clock.now()))
    return await play(stageOf({ network, clock, wire, kept }))
  } finally {
    for (const one of kept.reverse()) await drive(clock, one.stop())
    wire.restore()
    await network.stop()
  }
}

type Parts = { network: PracticeNetwork; clock: VirtualClock; wire: Wire; kept: { stop(): Promise<void> }[] }

function stageOf({ network, clock, wire, kept }: Parts): VirtualStage {
  const keep = <T extends { stop(): Promise<void> }>(started: T): T => {
    kept.push(started)
    return started
  }
  return {
    network,
    clock,
    wire,
    keep,
    async pass(seconds) {
      for (let gone = 0; gone < seconds; gone += slotSec) {
        await clock.advance(slotSec * 1_000)
        await network.warp(slotSec)
        await wire.push()
        await wire.settle()
      }
    },
    until: (ready) => drive(clock, ready),
    async startOperator(options) {
      const operator = keep(operatorOf({ network, clock, wire }, options))
      await drive(clock, operator.ready)
      return operator
    }
  }
}

/** Moves the clock in small steps until this is done. */
async function drive(clock: VirtualClock, done: Promise<unknown>): Promise<void> {
  let over = false
  const watched = done.finally(() => {
    over = true
  })
  watched.catch(() => {})
  while (!over) await clock.advance(50)
  await watched
}

type Place = Pick<VirtualStage, 'network' | 'clock' | 'wire'>

function operatorOf(
  { network, clock, wire }: Place,
  { roles, websocket, rpcLimits, endpoints }: OperatorOptions
): Operator & { ready: Promise<void> } {
  const base = practiceConfig({ network, roles })
  const http = `${network.l1.httpUrl}/${counted}`
  const l1 = websocket ? [`${network.l1.wsUrl}/${counted}`, http] : [http]
  const config = { ...base, network: { ...base.network, practice: false }, rpc: { ...base.rpc, l1, ...endpoints } }
  const history = openHistory(':memory:')
  const key = { kind: 'signer', signer: createKeySigner(network.accounts.operator.privateKey) } as const
  const post = (input: Parameters<typeof postText>[0]) => wire.track(postText(input))
  const engine = createEngine({
    config: {
      ...config,
      ...(rpcLimits && { rpcLimits }),
      fees: { ...config.fees, resendAfterMs: 30_000 }
    },
    ports: {
      clock,
      log: silent,
      journal: createMemoryJournal(),
      history,
      key,
      proofs: { post, store: createMemoryProofStore() }
    }
  })
  const events: StampedEvent[] = []
  engine.onEvent((event) => events.push(event))
  const supervised = superviseEngine(engine, { name: 'operator', clock, log: silent })
  return {
    events,
    budget: () => engine.rpcBudget(),
    ready: supervised.ready,
    async stop() {
      await supervised.stop()
      history.close()
    }
  }
}
