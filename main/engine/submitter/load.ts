import type { Address } from '../../../shared/domain/hex.ts'
import { publicRoundAddress, type ValidatorView } from '../../../shared/domain/validator.ts'
import type { ProtocolConstants } from '../chain/protocol-constants.ts'
import type { EngineState } from '../chain/state-reader.ts'
import type { SyncStatus } from '../chain/types.ts'
import type { NodeStatus } from '../node-status.ts'
import type { Clock } from '../runtime/clock.ts'
import { nodeReaches, rootIsWanted } from './decide.ts'
import type { OwnRoots } from './own-root.ts'
import { sameAddress } from './round.ts'
import type { Hands, Refusal, SubmitPolicy, SubmitView } from './view.ts'

/** One look at the contracts, with this account in it. */
export type ProtocolReading = EngineState & { validator: ValidatorView }

/** How old a reading of the contracts may be when nothing has happened since: the deadlines that it holds do not move. */
const stateKeepsMs = 30_000

export type LoadDeps = {
  clock: Clock
  /** One L1 request. */
  readState: (signal: AbortSignal) => Promise<ProtocolReading>
  node: NodeStatus
  roots: Pick<OwnRoots, 'of'>
  constants: Pick<ProtocolConstants, 'roundDurationSec' | 'trustedValidator' | 'mptFirstOutputIndex'>
  account: Address
  signs: Hands
  l2Head: 'safe' | 'finalized'
  policy: SubmitPolicy
  /** L1 chain time in seconds; the argument is used while no head is known. */
  chainNowSec: (state: ProtocolReading) => number
}

/** `nowSec` is L1 chain time at `atMs` of the own clock. */
export type Loaded = { view: SubmitView; state: ProtocolReading; sync: SyncStatus | null; nowSec: number; atMs: number }
/** What the submitter itself knows about an output: its own attempts. */
export type OwnAttempts = { pending: boolean; signingPaused: boolean; refusal: Refusal | null }
export type LoadOptions = { fresh: boolean; attemptsOf: (outputIndex: bigint) => OwnAttempts; signal: AbortSignal }
export type Loader = {
  load(options: LoadOptions): Promise<Loaded>
  /** Something happened on L1: the next load reads the contracts again. */
  forget(): void
}

/** Reads the world into a SubmitView: at most one L1 request, the node's sync status, and the output root only when it decides. */
export function createLoader(deps: LoadDeps): Loader {
  let kept: { state: ProtocolReading; atMs: number } | null = null
  let happened = 0
  let drawn: { index: bigint; address: Address } | null = null

  /** The public round began since: the contract may name somebody else now. */
  const isOutdated = (state: ProtocolReading): boolean => {
    const publicAtSec = state.output.nextOutputMinL2TimestampSec + deps.constants.roundDurationSec + 1
    return state.timestampSec < publicAtSec && deps.chainNowSec(state) >= publicAtSec
  }

  const stateOf = async ({ fresh, signal }: LoadOptions): Promise<ProtocolReading> => {
    if (kept && !fresh && deps.clock.now() - kept.atMs < stateKeepsMs && !isOutdated(kept.state)) return kept.state
    const atMs = deps.clock.now()
    const asked = happened
    const state = await deps.readState(signal)
    kept = asked === happened ? { state, atMs } : null
    return state
  }

  const drawnOf = (state: ProtocolReading): Address | null => {
    const { nextOutputIndex: index, nextValidator: address } = state.output
    if (!sameAddress(address, publicRoundAddress)) drawn = { index, address }
    return drawn?.index === index ? drawn.address : null
  }

  return {
    forget() {
      happened += 1
      kept = null
    },
    async load(options) {
      const [state, sync] = await Promise.all([stateOf(options), deps.node.refresh(options.signal)])
      const nowSec = deps.chainNowSec(state)
      const atMs = deps.clock.now()
      const bare = viewOf({ state, sync, nowSec, deps, options, drawn: drawnOf(state) })
      const wanted = nodeReaches(bare) && rootIsWanted({ view: bare, nowSec, policy: deps.policy })
      const root = wanted ? await deps.roots.of(bare.l2BlockNumber, options) : null
      return { view: { ...bare, root }, state, sync, nowSec, atMs }
    }
  }
}

type ViewInput = {
  state: ProtocolReading
  sync: SyncStatus | null
  nowSec: number
  deps: LoadDeps
  options: LoadOptions
  drawn: Address | null
}

const viewOf = ({ state, sync, nowSec, deps, options, drawn }: ViewInput): SubmitView => ({
  readAtSec: state.timestampSec,
  outputIndex: state.output.nextOutputIndex,
  l2BlockNumber: state.output.nextBlockNumber,
  dueAtSec: state.output.nextOutputMinL2TimestampSec,
  roundDurationSec: deps.constants.roundDurationSec,
  nextValidator: state.output.nextValidator,
  drawn,
  trustedValidator: deps.constants.trustedValidator,
  mptFirstOutputIndex: deps.constants.mptFirstOutputIndex,
  drawsBegun: state.output.nextFinalizeOutputIndex > 0n,
  v2Rules: state.output.underV2,
  account: deps.account,
  signs: deps.signs,
  status: state.validator.status,
  inJail: state.validator.inJail,
  jailExpiresAtSec: state.validator.jailExpiresAtSec,
  freeKroWei: state.validator.freeKroWei,
  bondWei: state.validator.bondWei,
  ethWei: state.validator.ethWei,
  halted: deps.node.halted(nowSec),
  nodeHead: sync ? sync[deps.l2Head === 'safe' ? 'safeL2' : 'finalizedL2'].number : null,
  root: null,
  ...options.attemptsOf(state.output.nextOutputIndex)
})
