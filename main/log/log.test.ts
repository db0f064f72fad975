import { mkdtempSync, readFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { inspect } from 'node:util'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { Secret } from '../../shared/secret.ts'
import { createFileSink } from './file-sink.ts'
import { createLogger } from './logger.ts'
import { createRedactor } from './redactor.ts'

const lines = (): { out: string[]; sink: { write(l: string): void } } => {
  const out: string[] = []
  return { out, sink: { write: (l) => void out.push(l) } }
}

describe('redactor', () => {
  it('lets no learned secret through, wherever it stands', () => {
    const secret = fc.string({ minLength: 8, maxLength: 66 }).filter((s) => s.trim().length >= 8)
    fc.assert(
      fc.property(
        fc.array(secret, { minLength: 1, maxLength: 4 }),
        fc.array(fc.string(), { minLength: 5 }),
        (secrets, words) => {
          const redactor = createRedactor()
          for (const s of secrets) redactor.learn(s)
          const text = words.map((w, i) => w + (secrets[i % secrets.length] ?? '')).join(' ')
          const said = redactor.redact(text).replaceAll('[secret]', '\u0000')
          for (const s of secrets) expect(said.toLowerCase()).not.toContain(s.toLowerCase())
        }
      )
    )
  })

  it('keeps only the origin of a URL', () => {
    const said = createRedactor().redact(
      'failed: https://user:pass@node.example:8545/v3/KEY?apikey=abc and wss://x.example/k'
    )
    expect(said).toBe('failed: https://node.example:8545 and wss://x.example')
  })
})

describe('logger', () => {
  it('writes one JSON line per event, bigints as text, secrets hidden', () => {
    const { out, sink } = lines()
    const log = createLogger({ sink })
    log.redactor.learn('0xdeadbeefdeadbeef')
    log.child('tx').info('published', { nonce: 7, feeWei: 10n ** 20n, note: 'key DEADBEEFDEADBEEF' })
    const said = JSON.parse(out[0] ?? '') as Record<string, unknown>
    expect(said).toMatchObject({
      msg: 'published',
      room: 'tx',
      nonce: 7,
      feeWei: '100000000000000000000',
      note: 'key [secret]'
    })
  })

  it('prints a Secret as [secret] in every form', () => {
    const s = new Secret('hunter2hunter2')
    expect(`${s} ${JSON.stringify({ s })} ${inspect({ s })}`).not.toContain('hunter2')
    expect(s.reveal()).toBe('hunter2hunter2')
  })
})

describe('file sink', () => {
  it('rolls over at its size and drops lines when it cannot write', () => {
    const path = join(mkdtempSync(join(tmpdir(), 'log-')), 'app.log')
    const sink = createFileSink({ path, maxBytes: 25 })
    for (const n of ['1', '2', '3']) sink.write(`${n.repeat(11)}\n`)
    expect([readFileSync(`${path}.1`, 'utf8'), readFileSync(path, 'utf8')]).toEqual([
      `${'1'.repeat(11)}\n${'2'.repeat(11)}\n`,
      `${'3'.repeat(11)}\n`
    ])
    expect(() => createFileSink({ path: join(path, 'no', 'such') }).write('x')).not.toThrow()
  })
})
