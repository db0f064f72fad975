import { defineConfig } from 'vitest/config'

export default defineConfig({
  test: {
    include: ['{shared,main,preload,renderer,e2e,scripts}/**/*.test.{ts,tsx}'],
    exclude: ['e2e/specs/**', 'node_modules/**'],
    globalSetup: ['scripts/compile-once.ts'],
    testTimeout: 60_000,
    hookTimeout: 90_000,
    expect: { poll: { timeout: 20_000, interval: 50 } },
    maxWorkers: 2,
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
      thresholds: { branches: 100 }
    }
  }
})
