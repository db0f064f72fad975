import { gzipSync } from 'node:zlib'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { mutated, valueOrCode } from '../../engine/runtime/testing/junk.ts'
import { packArchive, unpackArchive } from './backup-archive.ts'

const facts = { createdAtMs: 1, appVersion: '0.1.0', network: 'practice' }
const name = fc.constantFrom('settings.json', 'secrets.json', 'prover/token', 'networks/a-1/journal.jsonl')
const entries = fc.uniqueArray(fc.record({ name, bytes: fc.uint8Array().map((raw) => Buffer.from(raw)) }), {
  selector: (entry) => entry.name
})

describe('the archive of a back-up, whatever stands there', () => {
  it('comes back as it was packed', () => {
    fc.assert(
      fc.property(entries, (packed) => {
        expect(unpackArchive(packArchive(packed, facts))).toEqual({ facts, entries: packed })
      })
    )
  })

  it('names no place but its own', async () => {
    const listed = {
      name: 'settings.json',
      size: 2,
      sha256: '44136fa355b3678a1146ad16f7e8649e94fb4fc21fe77e8310c060f61caaff8a'
    }
    const manifest = { format: 1, ...facts, entries: [listed] }
    const path = fc.constantFrom(
      '../x',
      '/etc/passwd',
      'networks/../../x.db',
      'C:\\x',
      'settings.json/..',
      'networks/a/b.exe'
    )
    await fc.assert(
      fc.asyncProperty(
        fc.oneof(
          mutated(manifest),
          path.map((to) => ({ ...manifest, entries: [{ ...listed, name: to }] }))
        ),
        async (raw) => {
          const found = await valueOrCode(() => unpackArchive(gzipSync(Buffer.from(`${JSON.stringify(raw)}\n{}`))))
          if ('code' in found) expect(found.code).toMatch(/^BACKUP_(DAMAGED|FROM_FUTURE)$/)
          else for (const entry of found.value.entries) expect(entry.name).toBe('settings.json')
        }
      )
    )
  })

  it('is damaged as bytes of any kind', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.oneof(
          fc.uint8Array(),
          fc.string().map((text) => gzipSync(text))
        ),
        async (bytes) => {
          const found = await valueOrCode(() => unpackArchive(Buffer.from(bytes)))
          expect(found).toEqual({ code: expect.stringMatching(/^BACKUP_/) })
        }
      )
    )
  })
})
