import type { Condition, Simulation } from '../../../shared/domain/action.ts'
import { actionRevert } from '../../../shared/domain/action-codes.ts'
import type { Address } from '../../../shared/domain/hex.ts'
import { AbortedError, AppError } from '../../../shared/errors.ts'
import type { RpcPool } from '../chain/types.ts'
import { createRpcTxChain } from '../tx/rpc-tx-chain.ts'
import type { Call } from '../tx/tx-chain.ts'
import { condition } from './quantities.ts'

/** L1 as two different providers see it; `second` is null where only one is configured. */
export type L1Sources = { primary: RpcPool; second: RpcPool | null }

type Trial = { sources: L1Sources; from: Address; call: Call; signal: AbortSignal }

/** Tries the call at the newest block of each source. Throws what the primary throws when it gives no answer. */
export async function simulate({ sources, from, call, signal }: Trial): Promise<Simulation[]> {
  const { primary, second } = sources
  const attempt = (pool: RpcPool) => tryCall(pool, { from, call, signal })
  const [first, other] = await Promise.all([
    attempt(primary),
    second && attempt(second).catch((error) => unanswered(error, signal))
  ])
  return [{ source: 'primary', ...first }, ...(other === null ? [] : [{ source: 'second' as const, ...other }])]
}

type Result = Omit<Simulation, 'source'>

async function tryCall(
  pool: RpcPool,
  { from, call, signal }: { from: Address; call: Call; signal: AbortSignal }
): Promise<Result> {
  try {
    await createRpcTxChain({ pool, account: from }).simulate(call, signal)
    return { result: 'succeeds', revert: null }
  } catch (error) {
    if (!(error instanceof AppError) || error.code !== 'CONTRACT_REVERT') throw error
    const { errorName, args } = error.meta
    return { result: 'reverts', revert: actionRevert({ errorName: String(errorName), args: String(args) }) }
  }
}

function unanswered(error: unknown, signal: AbortSignal): Result {
  if (signal.aborted || error instanceof AbortedError || !(error instanceof AppError)) throw error
  return { result: 'unanswered', revert: null }
}

/** What the simulations say, as conditions: the call works, and where there are two sources both say the same. */
export function simulationConditions(simulations: readonly Simulation[]): Condition[] {
  const [first, second] = simulations
  const works = condition('CALL_SUCCEEDS', first?.result === 'succeeds', null)
  if (!second) return [works]
  const agree = condition('SOURCES_AGREE', isSame(first, second), null)
  return [works, second.result === 'unanswered' ? { ...agree, verdict: 'unknown' } : agree]
}

const isSame = (a: Simulation | undefined, b: Simulation): boolean =>
  a?.result === b.result && a.revert?.errorName === b.revert?.errorName && a.revert?.args === b.revert?.args
