import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import type { Hex } from 'viem'
import { systemClock } from '../../../main/engine/runtime/clock.ts'
import { createLogger } from '../../../main/log/logger.ts'
import { createCouncil } from '../../../main/practice/council.ts'
import { createBlockDriver } from '../../../main/practice/drills/block-driver.ts'
import type { ChallengeStage } from '../../../main/practice/drills/challenge-stage.ts'
import type { DrillContext } from '../../../main/practice/drills/drill.ts'
import { type PracticeNetwork, startPracticeNetwork } from '../../../main/practice/network.ts'
import { type ProtocolParams, practiceParams } from '../../../main/practice/params.ts'
import { protocolReader } from '../../../main/practice/read-contract.ts'
import { type FaultProxy, startFaultProxy } from '../proxy/fault-proxy.ts'

/** A practice network in manual mode with a proxy before every endpoint that an engine may use. */
export type FaultStage = ChallengeStage & {
  /** Before L1: the operator's favourite, its spare, and the one to compare with. */
  primary: FaultProxy
  spare: FaultProxy
  l2: FaultProxy
  rollup: FaultProxy
}

type Standing = { network: PracticeNetwork; proxies: Pick<FaultStage, 'primary' | 'spare' | 'l2' | 'rollup'> }
type Options = { seed: number; folder: string; signal: AbortSignal; say: (line: string) => void }

const silent = createLogger({ sink: { write: () => {} }, level: 'silent' })

/** The network that entries share, one after the other. One that an entry failed on is thrown away. */
export function createStages({ seed, folder, signal, say }: Options) {
  let standing: Standing | null = null
  let plays = 0

  async function discard(): Promise<void> {
    const old = standing
    standing = null
    for (const proxy of Object.values(old?.proxies ?? {})) await proxy.stop()
    await old?.network.stop()
  }

  /** On a network of its own where the parameters are not the usual ones. */
  async function on<T>(play: (stage: FaultStage) => Promise<T>, params?: ProtocolParams): Promise<T> {
    if (params) await discard()
    standing ??= await start({ seed, signal, ...(params && { params }) })
    const { network, proxies } = standing
    plays += 1
    const own = join(folder, `play-${plays}`)
    await mkdir(own, { recursive: true })
    const context: DrillContext = {
      ...{ preset: 'practice', seed, folder: own, clock: systemClock, log: silent, signal, say }
    }
    const kept: { stop(): Promise<void> }[] = []
    try {
      const snapshot = await network.snapshot()
      const result = await play(await stageOf({ context, network, proxies, kept }))
      await stopAll(kept)
      if (params) await discard()
      else await network.revert(snapshot)
      return result
    } catch (error) {
      const state = kept.flatMap((one) => ('describe' in one ? [(one as { describe(): string }).describe()] : []))
      await stopAll(kept).catch(() => {})
      await discard()
      throw new Error([error instanceof Error ? error.message : String(error), ...state].join('; '), { cause: error })
    } finally {
      for (const proxy of Object.values(proxies)) proxy.clear()
      network.steerDraws(null)
      network.setBaseFee(null)
    }
  }

  return { on, stop: discard }
}

async function start({
  seed,
  signal,
  params = practiceParams
}: Pick<Options, 'seed' | 'signal'> & { params?: ProtocolParams }): Promise<Standing> {
  // The fork is behind nothing: games are proven with the zkEVM, which is one request.
  const network = await startPracticeNetwork({
    ...{ preset: 'practice', params, seed, validators: 3, log: silent, signal, mining: 'manual' }
  })
  const { l1, l2, rollupUrl } = network
  const proxies = {
    primary: await startFaultProxy(l1, { seed }),
    spare: await startFaultProxy(l1, { seed }),
    l2: await startFaultProxy({ httpUrl: l2.httpUrl }, { seed }),
    rollup: await startFaultProxy({ httpUrl: rollupUrl }, { seed })
  }
  return { network, proxies }
}

type Parts = Standing & { context: DrillContext; kept: { stop(): Promise<void> }[] }

async function stageOf({ context, network, proxies, kept }: Parts): Promise<FaultStage> {
  const [idle, liar] = [network.accounts.bots[0], network.accounts.bots.at(-1)]
  if (!idle || !liar) throw new Error('the stage needs three validators')
  network.steerDraws(() => idle.address)
  return {
    ...{ context, network, ...proxies, idle, liar },
    read: protocolReader(network),
    driver: createBlockDriver(network, context),
    council: createCouncil(network),
    sinceBlock: BigInt(await network.l1.rpc<Hex>('eth_blockNumber')),
    keep: (started) => {
      kept.push(started)
      return started
    }
  }
}

/** The last first; one that cannot be stopped keeps none of the others running. */
async function stopAll(kept: { stop(): Promise<void> }[]): Promise<void> {
  const failures: unknown[] = []
  for (const one of kept.splice(0).reverse()) await one.stop().catch((error: unknown) => failures.push(error))
  if (failures.length > 0) throw failures[0]
}
