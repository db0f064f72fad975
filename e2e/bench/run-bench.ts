import type { BenchContext, Budget, Measurer } from './budget.ts'
import { thisMachine } from './machine.ts'
import type { BenchResult } from './report.ts'

/** Runs these one after the other; one that fails is named and the others go on. Stopped early, it has what was measured until then. */
export async function runBench(chosen: readonly Measurer[], context: BenchContext): Promise<BenchResult> {
  const machine = thisMachine()
  const budgets: Budget[] = []
  const failed: { name: string; why: string }[] = []
  for (const measurer of chosen) {
    if (context.signal.aborted) {
      failed.push({ name: measurer.name, why: 'stopped' })
      continue
    }
    context.say(`${measurer.name}: ${measurer.about}`)
    try {
      budgets.push(...(await measurer.measure(context)))
    } catch (error) {
      const why = error instanceof Error ? error.message : String(error)
      failed.push({ name: measurer.name, why: context.signal.aborted ? 'stopped' : why })
      context.say(`${measurer.name}: failed: ${failed.at(-1)?.why}`)
    }
  }
  return { machine, budgets, failed }
}
