import { defineConfig } from '@playwright/test'

/** One worker: each spec runs a whole practice network of its own. Electron's specs run where its binary exists and are counted as skipped elsewhere. */
export default defineConfig({
  testDir: 'e2e/specs',
  outputDir: 'test-results',
  timeout: 180_000,
  expect: { timeout: 15_000 },
  retries: 0,
  workers: 1,
  use: { trace: 'retain-on-failure' },
  projects: [
    { name: 'browser', testIgnore: '**/electron/**' },
    { name: 'electron', testMatch: '**/electron/**' }
  ]
})
