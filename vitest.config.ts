import { defineConfig } from 'vitest/config'
import { BaseSequencer, type TestSpecification } from 'vitest/node'

/** What plays on a chain takes longest: it begins first, so that no long file runs alone at the end. */
class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const rank = ({ moduleId }: TestSpecification): number =>
      moduleId.endsWith('faults.chain.test.ts') ? 0 : moduleId.includes('.chain.') ? 1 : 2
    return (await super.sort(files)).toSorted((a, b) => rank(a) - rank(b))
  }
}

export default defineConfig({
  test: {
    include: ['{shared,main,preload,renderer,e2e,scripts}/**/*.test.{ts,tsx}'],
    exclude: ['e2e/specs/**', 'node_modules/**'],
    globalSetup: ['scripts/compile-once.ts'],
    testTimeout: 60_000,
    hookTimeout: 90_000,
    expect: { poll: { timeout: 20_000, interval: 50 } },
    // Chain tests mostly wait for blocks: three keep two cores busy.
    maxWorkers: 3,
    sequence: { sequencer: LongestFirst },
    retry: 0,
    coverage: {
      provider: 'v8',
      include: [
        'main/**/decide*.ts',
        'main/engine/challenge/segments.ts',
        'main/engine/prover/machine/{machine-view,cost-guard}.ts',
        'shared/**/*.ts'
      ],
      exclude: ['**/*.test.ts', '**/testing/**', 'shared/contracts/abi/**'],
      reporter: ['text-summary'],
      reportOnFailure: true,
      thresholds: { branches: 100 }
    }
  }
})
