import type { BenchContext, Budget, Measurer } from './budget.ts'
import { thisMachine } from './machine.ts'
import type { BenchResult } from './report.ts'

/** Runs these one after the other; one that fails is named and the others go on. */
export async function runBench(chosen: readonly Measurer[], context: BenchContext): Promise<BenchResult> {
  const machine = thisMachine()
  const budgets: Budget[] = []
  const failed: { name: string; why: string }[] = []
  for (const measurer of chosen) {
    context.say(`${measurer.name}: ${measurer.about}`)
    try {
      budgets.push(...(await measurer.measure(context)))
    } catch (error) {
      if (context.signal.aborted) throw error
      failed.push({ name: measurer.name, why: error instanceof Error ? error.message : String(error) })
      context.say(`${measurer.name}: failed: ${failed.at(-1)?.why}`)
    }
  }
  return { machine, budgets, failed }
}
