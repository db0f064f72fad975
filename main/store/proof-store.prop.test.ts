import { createHash } from 'node:crypto'
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fc from 'fast-check'
import { afterAll, describe, expect, it } from 'vitest'
import { openProofStore } from './proof-store.ts'

const folder = mkdtempSync(join(tmpdir(), 'kroma-proofs-prop-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))
const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex')

describe('a kept proof, whatever stands in its file', () => {
  it('is the value that was put, or none', async () => {
    const store = openProofStore(folder)
    await fc.assert(
      fc.asyncProperty(
        fc.jsonValue(),
        fc.oneof(fc.string(), fc.uint8Array(), fc.json()),
        fc.boolean(),
        async (value, bytes, seal) => {
          await store.put('name', value)
          expect(await store.get('name')).toEqual(JSON.parse(JSON.stringify(value)))
          const [file = ''] = readdirSync(folder)
          // With a checksum that fits, as a hand at the file could write it.
          const content = seal && typeof bytes === 'string' ? `${sha256(bytes.split('\n')[0] ?? '')}\n${bytes}` : bytes
          writeFileSync(join(folder, file), content)
          expect(await store.get('name')).toBeNull()
        }
      ),
      { numRuns: 200 }
    )
  })
})
