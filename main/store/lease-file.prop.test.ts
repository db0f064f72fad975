import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fc from 'fast-check'
import { afterAll, describe, expect, it } from 'vitest'
import { mutated } from '../engine/runtime/testing/junk.ts'
import { openLeaseFile } from './lease-file.ts'

const folder = mkdtempSync(join(tmpdir(), 'kroma-lease-prop-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

const book = {
  lease: {
    instanceId: 'i-1',
    takenAtMs: 1,
    startedAtMs: null,
    pricePerHourUsd: 2.5,
    proofs: [{ key: 'k', fromMs: 1 }]
  },
  ended: [{ fromMs: 1, toMs: 2, pricePerHourUsd: 1 }]
}
const isTime = (value: unknown): boolean => typeof value === 'number' && value >= 0 && Number.isFinite(value)

describe('the account of the prover’s machine, whatever stands there', () => {
  it('is whole, or an empty one that says so', async () => {
    const path = join(folder, 'lease.json')
    await fc.assert(
      fc.asyncProperty(
        fc.oneof(
          mutated(book).map((raw) => JSON.stringify(raw) ?? ''),
          fc.string(),
          fc.uint8Array()
        ),
        async (content) => {
          writeFileSync(path, content)
          const { lease, ended, damaged } = await openLeaseFile(path).read()
          expect(typeof damaged).toBe('boolean')
          if (damaged) expect([lease, ended]).toEqual([null, []])
          for (const run of ended) expect([run.fromMs, run.toMs, run.pricePerHourUsd].every(isTime)).toBe(true)
          if (lease) expect([lease.takenAtMs, lease.startedAtMs ?? 0, lease.pricePerHourUsd].every(isTime)).toBe(true)
        }
      ),
      { numRuns: 300 }
    )
  })
})
