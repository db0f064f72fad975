import { decodeFunctionData } from 'viem'
import { colosseumAbi } from '../../../../shared/contracts/abi/colosseum.ts'
import type { ContractAddresses } from '../../../../shared/contracts/networks.ts'
import type { ChallengeRow } from '../../../../shared/domain/challenge.ts'
import type { EngineEvent } from '../../../../shared/domain/engine-event.ts'
import type { Address, Hash, Hex } from '../../../../shared/domain/hex.ts'
import { AbortedError, AppError } from '../../../../shared/errors.ts'
import type { ChainLog, OutputAtBlock } from '../../chain/types.ts'
import type { Logger } from '../../ports.ts'
import { ManualClock } from '../../runtime/manual-clock.ts'
import type { TxOutcome, TxRequest } from '../../tx/types.ts'
import { createChallengeBook, rowKey } from '../challenge-book.ts'
import { isDeleted } from '../duty.ts'
import { createChallengeLoader } from '../load.ts'
import { type ChallengeMonitor, createChallengeMonitor } from '../monitor.ts'
import type { ProofRequest, Prover } from '../proof-port.ts'
import type { ChallengeReads, ReadAt } from '../reads.ts'
import { createRootSource, type RootMeter, type SecondSource } from '../root-source.ts'
import type { AlertNotice } from '../roster.ts'
import type { ChallengePolicy, ChallengeTerms } from '../view.ts'
import { ChallengeModel, ModelRevert } from './challenge-model.ts'
import { challengeLogOf, exampleContracts, txHash } from './example-logs.ts'
import { deletedRoot, examplePolicy, exampleSchedule, trueRoot } from './example-view.ts'

export const blockSec = 12
const silent: Logger = { debug: () => {}, info: () => {}, warn: () => {}, error: () => {} }

type Waiting = { by: Address; request: TxRequest; settle: (outcome: TxOutcome) => void }
type Call = { name: string; args: readonly unknown[] }

/** What a test may break for one validator. */
export type Faults = {
  rootsAway: boolean
  secondSource: ((block: bigint) => Hash) | null
  /** Refuses to send, as a simulation that reverts does. */
  refuses: RegExp | null
  proofFails: AppError | null
  /** Proofs take for ever. */
  proofHangs: boolean
  /** The endpoint is so many blocks behind. */
  lagBlocks: number
  readsFail: boolean
  /** A defect of our own. */
  breaks: boolean
}

export type ModelValidator = {
  monitor: ChallengeMonitor
  events: EngineEvent[]
  alerts: Map<string, AlertNotice>
  faults: Faults
  /** Purposes that were sent, in order. */
  sent: string[]
  proofs: ProofRequest[]
  looks: () => number
  /** Look-ups of own roots so far. */
  roots: () => RootMeter
  heard(type: EngineEvent['type']): EngineEvent[]
  stop(): Promise<void>
}

/** Validators' monitors over one ChallengeModel in a manual clock's time: a block each 12 s, logs delivered as the feed would. */
export class ModelWorld {
  readonly clock: ManualClock
  readonly model: ChallengeModel
  readonly #validators = new Set<ModelValidator>()
  readonly #logs: ChainLog[] = []
  readonly #inputs = new Map<Hash, Hex>()
  #pool: Waiting[] = []
  #block = 1n
  #delivered = 0
  #txs = 0

  constructor(terms: ChallengeTerms, accounts: Record<Address, bigint>) {
    this.clock = new ManualClock(10_000_000)
    this.model = new ChallengeModel({ terms, trueRoot, accounts, nowSec: 10_000 })
  }

  /** Lets time pass, block by block. */
  async pass(seconds: number): Promise<void> {
    for (let gone = 0; gone < seconds; gone += blockSec) {
      await this.clock.advance(blockSec * 1_000)
      await this.#mine()
    }
  }

  /** Until something holds, an hour of chain time at most. */
  async until(condition: () => boolean): Promise<void> {
    for (let i = 0; i < 300 && !condition(); i++) await this.pass(blockSec)
    if (!condition()) throw new Error(`still not: ${condition}`)
  }

  /** The council acts in the block that comes. */
  council(name: 'forceDeleteOutput' | 'dismissChallenge', index: bigint, challenger: Address): void {
    const asserter = this.model.output(index).submitter
    const hash = this.#nextTx()
    if (name === 'forceDeleteOutput') {
      this.model.forceDelete(index)
      this.#log('Slashed', { outputIndex: index, loser: asserter, amount: this.model.terms.bondWei }, hash)
      this.#log('OutputForceDeleted', { outputIndex: index, asseter: asserter, timestamp: this.#now() }, hash)
    } else {
      this.model.dismiss(index, challenger)
      this.#log('Slashed', { outputIndex: index, loser: challenger, amount: this.model.terms.bondWei }, hash)
      this.#log('ChallengeDismissed', { outputIndex: index, challenger, timestamp: this.#now() }, hash)
    }
  }

  /** A challenge by somebody who has no monitor. */
  attack(by: Address, index: bigint, segments: readonly Hash[]): void {
    const { submitter: asserter } = this.model.output(index)
    this.model.create(by, index, segments)
    this.#log(
      'ChallengeCreated',
      { outputIndex: index, asserter, challenger: by, timestamp: this.#now() },
      this.#nextTx()
    )
  }

  /** Takes the creation of a game back, as if its block had never been. */
  undoCreation(index: bigint, challenger: Address): void {
    const game = this.model.game(index, challenger)
    if (!game) throw new Error('no game')
    this.model.games.delete(`${index}:${challenger}`)
    this.model.account(challenger).bondedWei -= this.model.terms.bondWei
    this.#delivered = 0
    const undone = this.#logs.splice(0).map((log) => ({ ...log, removed: true }))
    for (const { monitor } of this.#validators) monitor.onLogs(undone)
  }

  /** A validator at work. `stored` and `done` are what survived its last run. */
  async validator(
    account: Address,
    {
      root = trueRoot,
      policy = {},
      stored = new Map(),
      done = new Set(),
      canSign = true,
      scanFails = 0
    }: {
      root?: (block: bigint) => Hash
      policy?: Partial<ChallengePolicy>
      stored?: Map<string, ChallengeRow>
      done?: Set<string>
      canSign?: boolean
      scanFails?: number
    } = {}
  ): Promise<ModelValidator> {
    const { clock } = this
    const faults: Faults = {
      rootsAway: false,
      secondSource: null,
      refuses: null,
      proofFails: null,
      proofHangs: false,
      lagBlocks: 0,
      readsFail: false,
      breaks: false
    }
    const events: EngineEvent[] = []
    const alerts = new Map<string, AlertNotice>()
    const sent: string[] = []
    const proofs: ProofRequest[] = []
    let looks = 0
    let scanFailures = scanFails
    const reads = this.#readsFor(account, faults, () => looks++)
    const second: SecondSource = {
      name: 'L2 node',
      rootAt: async (block) => faults.secondSource?.(block) ?? root(block)
    }
    const rollup = {
      async outputAtBlock(block: bigint): Promise<OutputAtBlock> {
        if (faults.rootsAway) throw new AppError({ code: 'RPC_TIMEOUT' }, { retryable: true })
        return {
          outputRoot: root(block),
          blockRef: { hash: txHash(Number(block)) },
          syncStatus: { finalizedL2: { number: 10_000n } }
        } as OutputAtBlock
      }
    }
    const prover: Prover = {
      async prove(request, signal) {
        proofs.push(request)
        if (faults.proofHangs) await clock.sleep(1e9, signal)
        if (faults.proofFails) throw faults.proofFails
        return {
          kind: 'zkvm',
          proof: {
            zkVmProgramVKey: deletedRoot,
            publicValues: `${request.sourceRoot}${request.destinationRoot.slice(2)}`,
            proofBytes: '0x'
          }
        } as never
      },
      progress: () => null
    }
    const fullPolicy = { ...examplePolicy, ...policy }
    const history = {
      upsertChallenge: (row: ChallengeRow) => void stored.set(rowKey(row), row),
      removeChallenge: (row: Pick<ChallengeRow, 'outputIndex' | 'challenger' | 'createdAtSec'>) =>
        void stored.delete(rowKey(row)),
      challenges: () => [...stored.values()].sort((a, b) => b.createdAtSec - a.createdAtSec)
    }
    const roots = createRootSource({ rollup, clock, seconds: [second], onSource: () => {} })
    const monitor = createChallengeMonitor({
      log: silent,
      book: createChallengeBook({
        addresses: exampleContracts as ContractAddresses,
        account,
        terms: this.model.terms,
        startingBlockNumber: 0n,
        finalizedAtSec: (i) => this.model.output(i).timestampSec + this.model.terms.finalizationPeriodSec
      }),
      parts: {
        clock,
        loader: createChallengeLoader({
          ...{ clock, reads, account, canSign, terms: this.model.terms, policy: fullPolicy },
          roots,
          schedule: async () => ({ ...exampleSchedule, kromaMptTimeSec: 0 }),
          chainNowSec: (readAtSec) => Math.max(readAtSec, Math.floor(clock.now() / 1000))
        }),
        prover,
        queue: {
          paused: () => null,
          submit: (request, signal) => this.#submit({ by: account, request, signal, faults, sent, done })
        },
        addresses: exampleContracts,
        policy: fullPolicy,
        chainNowMs: () => clock.now()
      },
      history,
      windowSec: this.model.terms.finalizationPeriodSec,
      scan: async () => {
        if (scanFailures-- > 0) throw new AppError({ code: 'RPC_UNAVAILABLE' })
        return [...this.#logs]
      },
      invalidOutputs: () => [],
      inputOf: async (hash) => this.#inputs.get(hash) ?? null,
      emit: (event) => void events.push(event),
      onAlert: (about, alert) => void (alert ? alerts.set(about, alert) : alerts.delete(about)),
      onChange: () => {}
    })
    const stopping = new AbortController()
    const ended = monitor.run({ signal: stopping.signal, ready: () => {} }).catch((error) => {
      if (!(error instanceof AbortedError)) throw error
    })
    const one: ModelValidator = {
      ...{ monitor, events, alerts, faults, sent, proofs },
      looks: () => looks,
      roots: () => roots.meter(),
      heard: (type) => events.filter((event) => event.type === type),
      stop: async () => {
        this.#validators.delete(one)
        stopping.abort()
        await ended
      }
    }
    this.#validators.add(one)
    await clock.advance(0)
    return one
  }

  async stop(): Promise<void> {
    await Promise.all([...this.#validators].map((one) => one.stop()))
  }

  #now = (): bigint => BigInt(this.model.nowSec)

  #nextTx(): Hash {
    this.#txs += 1
    return txHash(this.#txs)
  }

  #readsFor(account: Address, faults: Faults, looked: () => void): ChallengeReads {
    const { model } = this
    const at = (): ReadAt => {
      looked()
      if (faults.breaks) throw new TypeError('a defect')
      if (faults.readsFail) throw new AppError({ code: 'RPC_UNAVAILABLE' }, { retryable: true })
      const blockNumber = this.#block - BigInt(faults.lagBlocks)
      return {
        blockNumber,
        readAtSec: model.nowSec - faults.lagBlocks * blockSec,
        parent: { number: blockNumber - 1n, hash: txHash(0) }
      }
    }
    const behind = new Map<string, Awaited<ReturnType<ChallengeReads['game']>>>()
    return {
      async game({ outputIndex, challenger }) {
        const key = `${outputIndex}:${challenger}`
        const place = at()
        const known = behind.get(key)
        if (faults.lagBlocks > 0 && known) return { ...known, ...place }
        const now = {
          ...place,
          status: model.status(outputIndex, challenger),
          game: model.game(outputIndex, challenger),
          output: model.output(outputIndex)
        }
        behind.set(key, now)
        return now
      },
      async output(index) {
        return {
          ...at(),
          output: model.output(index),
          previous: index > 0n ? model.output(index - 1n) : null,
          ownStatus: model.status(index, account),
          validator: {
            status: model.isActive(account) ? 'ACTIVE' : 'READY',
            inJail: model.inJail(account),
            freeKroWei: model.freeWei(account)
          }
        }
      }
    }
  }

  async #submit({
    by,
    request,
    signal,
    faults,
    sent,
    done
  }: {
    by: Address
    request: TxRequest
    signal: AbortSignal
    faults: Faults
    sent: string[]
    done: Set<string>
  }): Promise<TxOutcome> {
    const { purpose } = request
    if (done.has(purpose)) return { kind: 'already-done', hash: null }
    if (faults.refuses?.test(purpose)) return { kind: 'not-sent', code: 'CONTRACT_REVERT', message: 'refused' }
    try {
      await request.recheck(signal)
    } catch (error) {
      if (!(error instanceof AppError) || error instanceof AbortedError) throw error
      return { kind: 'not-sent', code: error.code, message: error.message }
    }
    sent.push(purpose)
    return new Promise((resolve, reject) => {
      signal.addEventListener('abort', () => reject(new AbortedError()), { once: true })
      this.#pool.push({
        by,
        request,
        settle: (outcome) => {
          if (outcome.kind === 'confirmed') done.add(purpose)
          resolve(outcome)
        }
      })
    })
  }

  async #mine(): Promise<void> {
    this.model.nowSec += blockSec
    this.#block += 1n
    const pool = this.#pool
    this.#pool = []
    for (const { by, request, settle } of pool) settle(this.#apply(by, request))
    const fresh = this.#logs.slice(this.#delivered)
    this.#delivered = this.#logs.length
    for (const { monitor } of this.#validators) {
      if (fresh.length > 0) monitor.onLogs(fresh)
      monitor.onHead()
    }
    await this.clock.advance(0)
  }

  #apply(by: Address, { data }: TxRequest): TxOutcome {
    const hash = this.#nextTx()
    const { functionName: name, args } = decodeFunctionData({ abi: colosseumAbi, data })
    this.#inputs.set(hash, data)
    try {
      this.#call(by, { name, args: args ?? [] }, hash)
    } catch (error) {
      if (!(error instanceof ModelRevert)) throw error
      return { kind: 'reverted', hash, blockNumber: this.#block, gasUsed: 1n, feeWei: 1n }
    }
    return { kind: 'confirmed', hash, blockNumber: this.#block, gasUsed: 1n, feeWei: 1n }
  }

  #call(by: Address, { name, args }: Call, hash: Hash): void {
    const { model } = this
    const outputIndex = args[0] as bigint
    const asserter = model.output(outputIndex).submitter
    const cancels = isDeleted(model.output(outputIndex)) && name !== 'challengerTimeout'
    const log = (event: string, challenger: Address, more: Record<string, unknown> = {}): void =>
      this.#log(event, { outputIndex, challenger, timestamp: this.#now(), ...more }, hash)
    const slashed = (loser: Address): void =>
      this.#log('Slashed', { outputIndex, loser, amount: model.terms.bondWei }, hash)

    if (name === 'createChallenge') {
      model.create(by, outputIndex, args[3] as readonly Hash[])
      log('ChallengeCreated', by, { asserter })
    } else if (name === 'bisect') {
      const challenger = lower(args[1] as Address)
      model.bisect(by, { index: outputIndex, challenger, pos: Number(args[2]), segments: args[3] as readonly Hash[] })
      if (cancels) log('ChallengeCanceled', by)
      else log('Bisected', challenger, { turn: model.game(outputIndex, challenger)?.turn })
      if (model.status(outputIndex, challenger) === 'READY_TO_PROVE') log('ReadyToProve', challenger)
    } else if (name === 'proveFaultWithZkVm') {
      const { publicValues } = args[2] as { publicValues: Hex }
      const step = { source: publicValues.slice(0, 66) as Hash, destination: `0x${publicValues.slice(66)}` as Hash }
      model.prove(by, { index: outputIndex, pos: Number(args[1]), step })
      log(cancels ? 'ChallengeCanceled' : 'Proven', by)
      if (!cancels) slashed(asserter)
    } else if (name === 'challengerTimeout') {
      const challenger = lower(args[1] as Address)
      model.challengerTimeout(outputIndex, challenger)
      log('ChallengerTimedOut', challenger)
      slashed(challenger)
    } else if (name === 'cancelChallenge') {
      model.cancel(by, outputIndex)
      log('ChallengeCanceled', by)
    } else throw new Error(`the model does not know ${name}`)
  }

  #log(event: string, args: Record<string, unknown>, hash: Hash): void {
    const log = challengeLogOf(event, args, { tx: Number(hash), logIndex: this.#logs.length })
    this.#logs.push({ ...log, blockNumber: this.#block })
  }
}

const lower = (address: Address): Address => address.toLowerCase() as Address
