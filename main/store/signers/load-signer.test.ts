import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { inspect } from 'node:util'
import { type Hex, parseTransaction, recoverTransactionAddress, type TransactionSerializedEIP1559 } from 'viem'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { Secret } from '../../../shared/secret.ts'
import { ManualClock } from '../../engine/runtime/manual-clock.ts'
import { createKeySigner } from './create-key-signer.ts'
import { encryptKeystore } from './keystore.ts'
import { loadSigner } from './load-signer.ts'
import { createPassphraseGate } from './passphrase-gate.ts'

const key: Hex = `0x${'11'.repeat(32)}`
const address = '0x19E7E376E7C213B7E7e7e46cc70A5dD086DAff2A'
const unsigned = {
  ...({ chainId: 1, nonce: 7, to: address, data: '0x1234', valueWei: 5n, gas: 21_000n } as const),
  maxFeePerGasWei: 30n,
  maxPriorityFeePerGasWei: 2n,
  accessList: [{ address, storageKeys: [`0x${'00'.repeat(32)}`] }] as const
}
const refuse = async (): Promise<Secret<string>> => {
  throw new Error('nobody should ask')
}

let folder: string
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'signer-'))
})
afterEach(() => rm(folder, { recursive: true, force: true }))

describe('a key signer', () => {
  it('signs exactly the transaction asked for', async () => {
    const signer = createKeySigner(new Secret(key))
    const raw = await signer.sign({ ...unsigned, accessList: [{ address, storageKeys: [`0x${'00'.repeat(32)}`] }] })
    expect(parseTransaction(raw)).toMatchObject({
      ...{ type: 'eip1559', chainId: 1, nonce: 7, to: address.toLowerCase(), data: '0x1234', value: 5n, gas: 21_000n },
      maxFeePerGas: 30n,
      maxPriorityFeePerGas: 2n,
      accessList: [{ storageKeys: [`0x${'00'.repeat(32)}`] }]
    })
    expect(await recoverTransactionAddress({ serializedTransaction: raw as TransactionSerializedEIP1559 })).toBe(
      address
    )
  })

  it('shows its key nowhere', async () => {
    const signer = createKeySigner(new Secret(key))
    expect(inspect(signer, { depth: 9 }) + JSON.stringify(signer)).not.toContain('1111')
    const error = await signer.sign({ ...unsigned, accessList: [], to: '0xnothing' }).catch((e: unknown) => e)
    expect(error).toMatchObject({ code: 'SIGNER_FAILED' })
    expect(inspect(error)).not.toContain('1111')
  })

  it('refuses what is no key', () => {
    expect(() => createKeySigner(new Secret<Hex>(`0x${'00'.repeat(32)}`))).toThrow(
      expect.objectContaining({ code: 'KEY_INVALID' })
    )
    expect(() => createKeySigner(new Secret<Hex>(`0x${'ff'.repeat(32)}`))).toThrow(
      expect.objectContaining({ code: 'KEY_INVALID' })
    )
  })
})

describe('loadSigner', () => {
  it.each([key, ` ${key.slice(2)}\n`])('takes the key from the environment and removes it there', async (text) => {
    const env = { VALIDATOR_KEY: text, PATH: '/bin' }
    const loaded = await loadSigner(
      { source: 'environment', variable: 'VALIDATOR_KEY' },
      { env, readPassphrase: refuse }
    )
    expect([loaded.account, loaded.signer?.address]).toEqual([address, address])
    expect(env).toEqual({ PATH: '/bin' })
  })

  it.each([
    [undefined, 'KEY_VARIABLE_MISSING'],
    [' ', 'KEY_VARIABLE_MISSING'],
    ['0x1234beef', 'KEY_INVALID'],
    ['0'.repeat(64), 'KEY_INVALID']
  ])('refuses %s without repeating it', async (text, code) => {
    const env: Record<string, string | undefined> = { VALIDATOR_KEY: text }
    const error = await loadSigner(
      { source: 'environment', variable: 'VALIDATOR_KEY' },
      { env, readPassphrase: refuse }
    ).catch((e) => e)
    expect(error).toMatchObject({ code })
    expect(inspect(error)).not.toContain('beef')
    expect('VALIDATOR_KEY' in env).toBe(false)
  })

  it('opens a keystore with a passphrase file, or asks', async () => {
    const passphrase = new Secret('correct horse')
    const path = join(folder, 'key.json')
    const passphraseFile = join(folder, 'pass')
    await writeFile(
      path,
      await encryptKeystore({ privateKey: new Secret(key), passphrase, scrypt: { n: 1024, r: 8, p: 1 } })
    )
    await writeFile(passphraseFile, 'correct horse\r\n')
    const fromFile = await loadSigner({ source: 'keystore', path, passphraseFile }, { env: {}, readPassphrase: refuse })
    expect(fromFile.account).toBe(address)
    const asked = await loadSigner({ source: 'keystore', path }, { env: {}, readPassphrase: async () => passphrase })
    expect(asked.account).toBe(address)
    await writeFile(passphraseFile, 'wrong horse')
    await expect(
      loadSigner({ source: 'keystore', path, passphraseFile }, { env: {}, readPassphrase: refuse })
    ).rejects.toMatchObject({ code: 'KEYSTORE_WRONG_PASSPHRASE' })
  })

  it('asks again after a wrong passphrase, slower each time, where somebody types', async () => {
    const path = join(folder, 'key.json')
    const scrypt = { n: 1024, r: 8, p: 1 }
    await writeFile(
      path,
      await encryptKeystore({ privateKey: new Secret(key), passphrase: new Secret('right'), scrypt })
    )
    const clock = new ManualClock(1_000_000)
    let asked = 0
    let wrong = 0
    const again = {
      gate: createPassphraseGate(clock),
      signal: new AbortController().signal,
      onWrong: () => (wrong += 1)
    }
    const readPassphrase = async (): Promise<Secret<string>> => new Secret(++asked > 10 ? 'right' : `wrong ${asked}`)
    const loading = loadSigner({ source: 'keystore', path }, { env: {}, readPassphrase, again })
    let done = false
    void loading.then(() => {
      done = true
    })
    for (let i = 0; i < 400 && !done; i++) {
      await new Promise((resolve) => setTimeout(resolve, 10))
      await clock.advance(1_000)
    }
    expect((await loading).account).toBe(address)
    expect([asked, wrong]).toEqual([11, 10])
    expect(clock.now() - 1_000_000).toBeGreaterThanOrEqual((1 + 2 + 4 + 8 + 16 + 30 + 30) * 1_000)
  })

  it('names the file that is missing or too large', async () => {
    const path = join(folder, 'key.json')
    const load = (): Promise<unknown> =>
      loadSigner({ source: 'keystore', path }, { env: {}, readPassphrase: async () => new Secret('x') })
    await expect(load()).rejects.toMatchObject({
      code: 'KEYSTORE_UNREADABLE',
      message: expect.stringContaining('does not exist')
    })
    await writeFile(path, 'x'.repeat(70_000))
    await expect(load()).rejects.toMatchObject({
      code: 'KEYSTORE_UNREADABLE',
      message: expect.stringContaining('64 KB')
    })
  })

  it('watches only, without a key', async () => {
    expect(await loadSigner({ source: 'none', account: address }, { env: {}, readPassphrase: refuse })).toEqual({
      account: address,
      signer: null
    })
  })
})
