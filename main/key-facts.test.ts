import { mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import type { KeySource } from '../shared/config/config.ts'
import { keyFacts } from './key-facts.ts'

const account = '0x00000000000000000000000000000000000000aa'
const privateKey = `0x${'11'.repeat(32)}`
const facts = (source: KeySource, over: { env?: NodeJS.ProcessEnv; vaultNames?: string[] | null } = {}) =>
  keyFacts({ source, env: {}, vaultNames: [], ...over })
const keystore = (text: string): KeySource => {
  const path = join(mkdtempSync(join(tmpdir(), 'key-facts-')), 'key.json')
  writeFileSync(path, text)
  return { source: 'keystore', path }
}
const v3 = (address?: string): string =>
  JSON.stringify({
    version: 3,
    ...(address !== undefined && { address }),
    crypto: {
      cipher: 'aes-128-ctr',
      cipherparams: { iv: '11'.repeat(16) },
      ciphertext: '22'.repeat(32),
      mac: '33'.repeat(32),
      kdf: 'scrypt',
      kdfparams: { dklen: 32, salt: '44'.repeat(32), n: 2, r: 1, p: 1 }
    }
  })

describe('what can be said of a key without opening it', () => {
  it('names the account where the settings or the file do', async () => {
    expect(await facts({ source: 'none', account })).toMatchObject({ account, finding: { verdict: 'notApplicable' } })
    expect(await facts({ source: 'ledger', account })).toMatchObject({ account, finding: { verdict: 'ok' } })
    expect(await facts(keystore(v3(account.slice(2))))).toMatchObject({ account, finding: { verdict: 'ok' } })
    expect(await facts(keystore(v3()))).toMatchObject({ account: null, finding: { verdict: 'ok' } })
  })

  it('looks at a variable and leaves it where it is', async () => {
    const env = { VALIDATOR_KEY: privateKey }
    const found = await facts({ source: 'environment', variable: 'VALIDATOR_KEY' }, { env })
    expect(found).toMatchObject({ account: '0x19E7E376E7C213B7E7e7e46cc70A5dD086DAff2A', finding: { verdict: 'ok' } })
    expect(env.VALIDATOR_KEY).toBe(privateKey)
    expect(JSON.stringify(found)).not.toContain(privateKey.slice(2))
  })

  it.each<[string, KeySource]>([
    ['a variable that is not set', { source: 'environment', variable: 'VALIDATOR_KEY' }],
    ['a file that is not there', { source: 'keystore', path: '/no/such/key.json' }],
    ['a file that is none', keystore('{}')],
    ['a passphrase file that is not there', { ...keystore(v3()), passphraseFile: '/no/such' } as KeySource],
    ['an empty vault', { source: 'vault' }]
  ])('%s is a failure that says what to do', async (_, source) => {
    const { finding } = await facts(source)
    expect(finding.verdict).toBe('failed')
    expect(finding.remedy).not.toBe('')
  })

  it('knows a vault by the names in it', async () => {
    expect(await facts({ source: 'vault' }, { vaultNames: ['validator-key'] })).toMatchObject({
      finding: { verdict: 'ok', value: expect.stringContaining('locked') }
    })
    expect(await facts({ source: 'vault' }, { vaultNames: null })).toMatchObject({ finding: { verdict: 'warning' } })
  })
})
