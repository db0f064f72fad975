import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fc from 'fast-check'
import { afterAll, describe, expect, it } from 'vitest'
import { configSchema } from '../../shared/config/config.ts'
import { mutated, valueOrCode } from '../engine/runtime/testing/junk.ts'
import { loadConfig, parseConfig } from './load-config.ts'

const folder = mkdtempSync(join(tmpdir(), 'kroma-config-prop-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

const valid = {
  network: 'sepolia',
  rpc: { l1: ['wss://a.example', 'https://b.example'], l2: ['http://127.0.0.1:1'], rollup: ['http://127.0.0.1:2'] },
  key: { source: 'environment', variable: 'KEY' },
  roles: { submitter: true },
  fees: { maxFeePerGasGwei: 100 },
  alerts: { webhooks: [{ name: 'phone', format: 'ntfy', url: 'https://c.example', least: 'warning' }] }
}

describe('a configuration, whatever stands there', () => {
  it('is one by the schema, or refused with what is wrong', async () => {
    expect(await valueOrCode(() => parseConfig(valid, 'x'))).toHaveProperty('value')
    await fc.assert(
      fc.asyncProperty(mutated(valid), async (raw) => {
        const found = await valueOrCode(() => parseConfig(raw, 'x'))
        if ('code' in found) expect(found.code).toBe('CONFIG_INVALID')
        else expect(configSchema.safeParse(raw).success).toBe(true)
      }),
      { numRuns: 600 }
    )
  })

  it('is refused as a file of any bytes', async () => {
    const path = join(folder, 'config.json')
    await fc.assert(
      fc.asyncProperty(fc.oneof(fc.uint8Array(), fc.string(), fc.json()), async (content) => {
        writeFileSync(path, content)
        const found = await valueOrCode(() => loadConfig(path))
        if ('code' in found) expect(found.code).toMatch(/^CONFIG_(UNREADABLE|NOT_JSON|INVALID)$/)
      })
    )
  })

  it.each([
    ['ten megabytes', ' '.repeat(10_000_000)],
    ['a tower of brackets', '['.repeat(900_000)],
    ['a number of a million digits', `{"network":${'9'.repeat(900_000)}}`],
    ['a poisoned prototype', '{"network":"practice","__proto__":{"villain":true}}']
  ])('%s is refused', async (_, text) => {
    const path = join(folder, 'large.json')
    writeFileSync(path, text)
    expect(await valueOrCode(() => loadConfig(path))).toEqual({ code: expect.stringMatching(/^CONFIG_/) })
  })
})
