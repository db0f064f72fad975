import type { ContractAddresses } from '../../../shared/contracts/networks.ts'
import type { Hash } from '../../../shared/domain/hex.ts'
import { AbortedError, AppError } from '../../../shared/errors.ts'
import type { TxOutcome, TxQueue } from '../tx/types.ts'
import { decide } from './decide.ts'
import type { Loaded, Loader, OwnAttempts } from './load.ts'
import { submission } from './submission.ts'
import type { SubmitPolicy } from './view.ts'

/** How an attempt to submit ended, as far as the submitter cares. `feeWei` and `gasUsed` are of the mined transaction. */
export type ActResult =
  | { kind: 'submitted'; outcome: Extract<TxOutcome, { kind: 'confirmed' }> | null }
  /** The world moved on between look and signature. */
  | { kind: 'no-longer-wanted'; message: string }
  /** `signed`: a transaction had been signed, and the queue has told its end. */
  | { kind: 'refused'; code: string; message: string; signed: boolean }

type Deps = {
  queue: Pick<TxQueue, 'submit'>
  loader: Loader
  policy: SubmitPolicy
  addresses: ContractAddresses
}

const noLongerWanted = 'NO_LONGER_WANTED'

/** Submits the output of a look that said so. Right before the signature everything is read again: still this output's turn, still this root. */
export async function act(deps: Deps, seen: Loaded, signal: AbortSignal): Promise<ActResult> {
  const { view, sync } = seen
  if (!view.root || !sync) return { kind: 'no-longer-wanted', message: 'The own node gave no output root.' }
  const { outputIndex, l2BlockNumber, root } = view
  const request = submission({
    addresses: deps.addresses,
    outputIndex,
    l2BlockNumber,
    outputRoot: root.root,
    l1: sync.currentL1,
    recheck: (inner) => assertStillWanted(deps, { outputIndex, root: root.root }, AbortSignal.any([signal, inner]))
  })
  try {
    return resultOf(await deps.queue.submit(request, signal))
  } catch (error) {
    if (signal.aborted || error instanceof AbortedError) throw new AbortedError(error)
    if (!(error instanceof AppError)) throw error
    return { kind: 'refused', code: error.code, message: error.message, signed: false }
  }
}

type Wanted = { outputIndex: bigint; root: Hash | undefined }

/** Looks at everything once more: still this output's turn, still this root. Throws NO_LONGER_WANTED, or NODE_UNREACHABLE (retryable). */
export async function assertStillWanted(
  { loader, policy }: Pick<Deps, 'loader' | 'policy'>,
  { outputIndex, root }: Wanted,
  signal: AbortSignal
): Promise<void> {
  const now = await loader.load({ fresh: true, attemptsOf: () => noAttempts, signal })
  if (now.view.outputIndex !== outputIndex) throw unwanted('Another output is next by now.')
  const decision = decide({ view: now.view, nowSec: now.nowSec, policy })
  if (decision.kind === 'wait' && !now.sync) throw couldNotLook()
  if (decision.kind === 'wait') throw unwanted(`Just before signing: ${decision.reason}.`)
  if (now.view.root?.root !== root) throw unwanted('The own node gives another output root by now.')
}

/** A look that leaves out what this app itself has under way. */
export const noAttempts: OwnAttempts = { pending: false, signingPaused: false, refusal: null }

const couldNotLook = (): AppError =>
  new AppError(
    { code: 'NODE_UNREACHABLE' },
    { message: 'The own rollup node did not answer right before signing.', retryable: true }
  )

const unwanted = (message: string): AppError => new AppError({ code: noLongerWanted }, { message })

function resultOf(outcome: TxOutcome): ActResult {
  switch (outcome.kind) {
    case 'confirmed':
      return { kind: 'submitted', outcome }
    case 'already-done':
      return { kind: 'submitted', outcome: null }
    case 'reverted':
      return { kind: 'refused', code: 'REVERTED', message: 'The submission was mined and reverted.', signed: true }
    default: {
      const { code, message } = outcome
      if (code === noLongerWanted) return { kind: 'no-longer-wanted', message }
      return { kind: 'refused', code, message, signed: outcome.kind === 'given-up' }
    }
  }
}
