import { defineConfig } from '@playwright/test'
import type { OwnOptions } from './e2e/drivers/desktop.ts'

/** What is run a second time in the desktop shell. The rest of the screens is the same page over the same commands, which the browser shell runs. */
const again = { testMatch: '**/first-start.spec.ts', grepInvert: /@browser/ }

/** Its Chromium is the app's own and ends with it: there is nothing left to take a trace from. */
const onDouble = { kind: 'double', trace: 'off' } as const

/** Two workers: most of what a spec does is wait for its own practice network. The desktop's specs run over the double of Electron, and in Electron itself where its binary exists; elsewhere they are counted as skipped there. */
export default defineConfig<object, OwnOptions>({
  testDir: 'e2e/specs',
  outputDir: 'test-results',
  timeout: 180_000,
  expect: { timeout: 15_000 },
  retries: 0,
  workers: 2,
  use: { trace: 'retain-on-failure' },
  projects: [
    { name: 'browser', testIgnore: '**/electron/**', grepInvert: /@desktop/ },
    { name: 'desktop', testMatch: '**/electron/**', use: onDouble },
    { name: 'desktop again', ...again, use: onDouble },
    { name: 'electron', testMatch: '**/electron/**', use: { kind: 'electron' } },
    { name: 'electron again', ...again, use: { kind: 'electron' } }
  ]
})
