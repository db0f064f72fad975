import { parseArgs } from 'node:util'
import { readVectors, type Scenario } from './replayer.ts'
import { openStage, type Stage } from './stage.ts'

// Replays conformance scenarios on the practice contracts: run.ts [--only ID PREFIX | AREA] [VECTOR FILE...]
// Without files those of vectors/shared are played.
const { values, positionals } = parseArgs({ options: { only: { type: 'string' } }, allowPositionals: true })
const { only } = values
const { paramSets, scenarios } = readVectors(positionals)
const chosen = scenarios.filter(({ id, area }) => only === undefined || id.startsWith(only) || area === only)
const count = { passed: 0, failed: 0, skipped: 0 }

for (const [name, list] of Map.groupBy(chosen, ({ params }) => params)) {
  const paramSet = paramSets[name]
  if (!paramSet) throw new Error(`no parameter set ${name}`)
  const stage = await openStage(name, paramSet)
  try {
    for (const scenario of list) await playAndCount(stage, scenario)
  } finally {
    await stage.close()
  }
}
console.log(`${count.passed} passed, ${count.failed} failed, ${count.skipped} skipped of ${chosen.length}`)
process.exitCode = count.failed > 0 || chosen.length === 0 ? 1 : 0

async function playAndCount(stage: Stage, scenario: Scenario): Promise<void> {
  if (scenario.needs?.some((feature) => !stage.features.includes(feature))) {
    count.skipped += 1
    return
  }
  const differences = await stage.play(scenario).catch((error: unknown) => [`crashed: ${String(error)}`])
  if (differences.length === 0) {
    count.passed += 1
    return
  }
  count.failed += 1
  console.log(`FAIL ${scenario.id}\n    ${differences.slice(0, 8).join('\n    ')}`)
}
