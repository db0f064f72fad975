import { independentRoot } from '../../../main/practice/drills/chain-facts.ts'
import { letSubmit, operatorOf, ownIndex } from '../../../main/practice/drills/challenge-stage.ts'
import { expectEqual } from '../../../main/practice/drills/drill.ts'
import { type MinedTransaction, minedTransactions } from '../../../main/practice/drills/l1-record.ts'
import type { FaultStage } from './fault-stage.ts'

/** Every transaction of the operator's that is in a block since the stage was set. */
export const ownTransactions = (stage: FaultStage): Promise<MinedTransaction[]> =>
  minedTransactions(stage.network, { from: operatorOf(stage), sinceBlock: stage.sinceBlock })

/** The operator's transactions were these, in this order, each successful and without a gap in the nonces. */
export async function expectOnly(stage: FaultStage, calls: readonly string[]): Promise<MinedTransaction[]> {
  const mined = await ownTransactions(stage)
  expectEqual(
    'transactions of the operator on chain',
    mined.map(({ call, succeeded }) => (succeeded ? call : `${call} (reverted)`)),
    calls
  )
  const first = mined[0]?.nonce ?? 0
  expectEqual(
    'their nonces',
    mined.map(({ nonce }) => nonce),
    mined.map((_, i) => first + i)
  )
  return mined
}

/** Lets the operator's first output become due, and waits until it is on chain with the right root: one transaction, no other. */
export async function submitsRightly(stage: FaultStage): Promise<void> {
  const { root, l2BlockNumber } = await letSubmit(stage, ownIndex, stage.network.accounts.operator)
  expectEqual('root of the output', root, await independentRoot(stage.network, l2BlockNumber))
  await expectOnly(stage, ['submitL2Output'])
}

/** Throws with what was found when this does not hold. */
export function expect(what: string, holds: boolean, found: unknown = holds): void {
  if (!holds) throw new Error(`${what}: not so (found ${typeof found === 'string' ? found : JSON.stringify(found)})`)
}
