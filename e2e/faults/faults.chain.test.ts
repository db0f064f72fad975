import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { faultEntries } from './registry.ts'
import { type FaultRun, openFaultRun } from './run-faults.ts'

let run: FaultRun
const end = new AbortController()

beforeAll(async () => {
  run = await openFaultRun({ seed: 1, long: false, signal: end.signal, say: () => {} })
})
afterAll(async () => {
  end.abort()
  await run?.stop()
})

describe('the fault list', { timeout: 600_000 }, () => {
  // Those that consist of tests run as tests.
  const entries = faultEntries.filter(({ isTests }) => !isTests)

  it.each(entries.map((entry) => [entry.name, entry] as const))('%s', async (_name, entry) => {
    const { held, seen } = await run.entry(entry)
    expect({ held, seen }).toEqual({ held: true, seen })
  })

  it('names each entry once', () => {
    const names = faultEntries.map(({ name }) => name)
    expect(names).toEqual([...new Set(names)])
  })
})
