import type { Alert } from '../../shared/domain/alert.ts'

/** What the test button sends: it looks like an alert and says that it is none. */
export const testAlert = (nowMs: number): Alert => ({
  key: 'TEST',
  code: 'ENGINE_STOPPED',
  subject: null,
  severity: 'critical',
  raisedAtMs: nowMs,
  resolvedAtMs: null,
  title: 'Test of this channel',
  body: 'This is only a test: nothing is wrong. Alerts about your validator arrive the same way.',
  screen: 'overview',
  toldAtMs: nowMs
})
