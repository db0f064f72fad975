import { type ChosenFees, firstFees, highestFees, raisedFees } from './fees.ts'
import type { TxCore } from './tx-core.ts'
import type { Slot } from './tx-state.ts'

/** Fees for the next attempt at a slot's nonce, or for a fresh one. Null when the limit leaves no room to replace what the nodes hold. */
export async function chooseFees(core: TxCore, slot: Slot | null, signal: AbortSignal): Promise<ChosenFees | null> {
  const { chain, policy } = core.deps
  const basis = await chain.feeBasis(signal)
  if (!slot) return firstFees(basis, policy)
  const raised = raisedFees(highestFees(slot.attempts), { basis, policy, steps: slot.seen.bumpSteps })
  if (raised || (await isKnown(core, slot, signal))) return raised
  return { ...firstFees(basis, policy), atFeeCap: true }
}

async function isKnown(core: TxCore, slot: Slot, signal: AbortSignal): Promise<boolean> {
  for (const attempt of slot.attempts.toReversed()) if (await core.deps.chain.knows(attempt.hash, signal)) return true
  return false
}
