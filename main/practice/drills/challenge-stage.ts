import type { Roles } from '../../../shared/config/config.ts'
import type { Address, Hash } from '../../../shared/domain/hex.ts'
import type { LocalProver } from '../../engine/prover/connect-prover.ts'
import { type Council, createCouncil } from '../council.ts'
import type { LyingEngine } from '../lying-engine.ts'
import { startMaliciousChallenger } from '../malicious-challenger.ts'
import { type PracticeNetwork, startPracticeNetwork } from '../network.ts'
import { once } from '../once.ts'
import type { ProtocolParams } from '../params.ts'
import type { PracticeValidator } from '../practice-accounts.ts'
import type { PracticeEngineOptions } from '../practice-engine.ts'
import { type ProtocolReader, protocolReader } from '../read-contract.ts'
import { startVillain } from '../villain.ts'
import { type BlockDriver, createBlockDriver } from './block-driver.ts'
import { independentRoot, minedSubmission } from './chain-facts.ts'
import { type DrillContext, type DrillFacts, expectEqual } from './drill.ts'
import { type OperatorEngine, startOperatorEngine } from './operator-engine.ts'
import { polled, within } from './within.ts'

/** A network in manual mode and who plays on it. What `keep` was given is stopped at the end, the last first. */
export type ChallengeStage = {
  context: DrillContext
  network: PracticeNetwork
  read: ProtocolReader
  driver: BlockDriver
  council: Council
  /** Newest L1 block when the stage was ready: what is mined later belongs to the drill. */
  sinceBlock: bigint
  /** Submits nothing, is drawn for every output that nobody is needed for, and has no engine. */
  idle: PracticeValidator
  /** The one that lies. */
  liar: PracticeValidator
  keep<T extends { stop(): Promise<void> }>(started: T): T
  /** The operator's prover, in the place of the network's own. */
  zkEvm?: LocalProver
}

type Options = {
  params?: ProtocolParams
  /** The operator's included; the first of the others is idle, the last one lies. Default 3. */
  validators?: number
}

/** Sets a stage, plays on it, and clears it away. */
export async function onStage(
  context: DrillContext,
  { params, validators = 3 }: Options,
  play: (stage: ChallengeStage) => Promise<DrillFacts>
): Promise<DrillFacts> {
  const { preset, seed, clock, log, signal, say } = context
  const network = await startPracticeNetwork({
    ...{ preset, seed, validators, clock, log, signal, mining: 'manual' },
    ...(params && { params })
  })
  const kept: { stop(): Promise<void> }[] = [network]
  try {
    const [idle, liar] = [network.accounts.bots[0], network.accounts.bots.at(-1)]
    if (!idle || !liar || idle === liar) throw new Error('a stage needs three validators')
    say(`${preset} network runs`)
    const stage: ChallengeStage = {
      context,
      network,
      read: protocolReader(network),
      driver: createBlockDriver(network, context),
      council: createCouncil(network),
      sinceBlock: BigInt(await network.l1.rpc<Hash>('eth_blockNumber')),
      idle,
      liar,
      keep(started) {
        const stop = once(() =>
          within({ clock }, { what: 'end of a part of the stage', withinSec: stopSec }, started.stop)
        )
        kept.push({ stop })
        return { ...started, stop }
      }
    }
    return await play(stage)
  } finally {
    await stopAll(kept.reverse())
  }
}

/** For one part to stop. */
const stopSec = 60

/** One that cannot be stopped keeps none of the others running. */
async function stopAll(kept: readonly { stop(): Promise<void> }[]): Promise<void> {
  const failures: unknown[] = []
  for (const one of kept) await one.stop().catch((error: unknown) => failures.push(error))
  if (failures.length > 0) throw failures[0]
}

/** The app's own validator on this stage. */
export const startOperator = async (
  { context, network, keep, zkEvm }: ChallengeStage,
  roles: Partial<Roles>,
  place: Place = {}
): Promise<OperatorEngine> => keep(await startOperatorEngine(context, network, { roles, place, zkEvm }))

/** A game about to begin between the operator and the liar; `challenger` is one of them. */
export type Disputed = {
  index: bigint
  challenger: Address
  liar: LyingEngine
  operator: OperatorEngine
  lieFrom: bigint
}
type Place = NonNullable<PracticeEngineOptions['place']>
type Lying = {
  silentFromTurn?: number
  operatorPlace?: Place
  /** Left out: a block of the disputed output's range that depends on the seed. */
  lieFrom?: bigint
}

/** The first output of the operator's, and the first one after it. */
export const [ownIndex, nextIndex] = [2n, 3n]

/** The operator submits output 2, the villain a wrong root as output 3; from then on the idle one is drawn. */
export async function villainsOutput(stage: ChallengeStage, lying: Lying = {}): Promise<Disputed> {
  const { network, liar: validator, idle, context, driver } = stage
  const { clock, log } = context
  network.steerDraws((index) => (index === nextIndex ? validator : idle).address)
  const { lieFrom = somewhereIn(stage, nextIndex) } = lying
  const operator = await startOperator(stage, { submitter: true, challenger: true }, lying.operatorPlace)
  await letSubmit(stage, ownIndex, network.accounts.operator)
  const { silentFromTurn } = lying
  const liar = stage.keep(
    await startVillain({
      ...{ network, validator, lieFrom, clock, log },
      ...(silentFromTurn !== undefined && { silentFromTurn })
    })
  )
  await driver.until({ what: 'start of the villain' }, polled(liar.ready))
  const { root, l2BlockNumber } = await letSubmit(stage, nextIndex, validator)
  expectEqual('root of the wrong output', root, liar.lie(l2BlockNumber))
  context.say(`the villain submitted output ${nextIndex}, wrong from L2 block ${lieFrom} on`)
  return { index: nextIndex, challenger: operatorOf(stage), liar, operator, lieFrom }
}

/** The operator submits output 2, and someone sees it otherwise. */
export async function wronglyChallengedOutput(stage: ChallengeStage, lying: Lying = {}): Promise<Disputed> {
  const { network, liar: validator, idle, context, driver } = stage
  const { clock, log } = context
  network.steerDraws(() => idle.address)
  const { lieFrom = somewhereIn(stage, ownIndex) } = lying
  const operator = await startOperator(stage, { submitter: true, challenger: false }, lying.operatorPlace)
  const { silentFromTurn } = lying
  const liar = stage.keep(
    await startMaliciousChallenger({
      ...{ network, validator, lieFrom, clock, log },
      ...(silentFromTurn !== undefined && { silentFromTurn })
    })
  )
  await driver.until({ what: 'start of the malicious challenger' }, polled(liar.ready))
  const { root, l2BlockNumber } = await letSubmit(stage, ownIndex, network.accounts.operator)
  expectEqual(`root of output ${ownIndex}`, root, await independentRoot(network, l2BlockNumber))
  context.say(`the operator submitted output ${ownIndex}; someone lies from L2 block ${lieFrom} on`)
  return { index: ownIndex, challenger: validator.address, liar, operator, lieFrom }
}

/** A block of the output's range that depends on the seed. */
export function somewhereIn({ network, context }: ChallengeStage, index: bigint): bigint {
  const interval = BigInt(network.params.submissionInterval)
  return (index - 1n) * interval + 1n + ((BigInt(context.seed) * 7_919n + 24n) % interval)
}

/** Lets an output become due, and waits until this validator's engine has submitted it. */
export async function letSubmit(stage: ChallengeStage, index: bigint, validator: PracticeValidator) {
  const { network, read, driver } = stage
  await warpUntil(stage, Number(await read.oracle('nextOutputMinL2Timestamp')) + 2 * network.params.l2BlockTime)
  await driver.until({ what: `output ${index} from ${validator.name}` }, async () =>
    (await read.oracle('nextOutputIndex')) > index ? true : null
  )
  const mined = await minedSubmission(network, index)
  expectEqual(`submitter of output ${index}`, mined.submitter, validator.address.toLowerCase())
  return mined
}

/** Moves the chains to a second that is still to come. */
export async function warpUntil({ network }: Pick<ChallengeStage, 'network'>, sec: number): Promise<void> {
  await network.warp(Math.max(0, sec - network.nowSec()))
}

export const operatorOf = ({ network }: Pick<ChallengeStage, 'network'>): Address => network.accounts.operator.address
