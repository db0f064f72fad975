import { describe, expect, it } from 'vitest'
import type { Hex } from '../../../shared/domain/hex.ts'
import { Secret } from '../../../shared/secret.ts'
import { decryptKeystore, encryptKeystore } from './keystore.ts'

const key = '0x7a28b5ba57c53603b0b07b56bba752f7784bf506fa95edc395f5cf6c7514fe9d'
const passphrase = new Secret('testpassword')

/** The two examples of the Web3 Secret Storage definition. */
const scryptFile = {
  version: 3,
  address: '008aeeda4d805471df9b2a5b0f38a0c3bcba786b',
  crypto: {
    cipher: 'aes-128-ctr',
    cipherparams: { iv: '83dbcc02d8ccb40e466191a123791e0e' },
    ciphertext: 'd172bf743a674da9cdad04534d56926ef8358534d458fffccd4e6ad2fbde479c',
    kdf: 'scrypt',
    kdfparams: {
      dklen: 32,
      n: 262144,
      r: 1,
      p: 8,
      salt: 'ab0c7876052600dd703518d6fc3fe8984592145b591fc8fb5c6d43190334ba19'
    },
    mac: '2103ac29920d71da29f15d75b4a16dbe95cfd7ff8faea1056c33131d846e3097'
  }
}
const pbkdf2File = {
  version: 3,
  crypto: {
    cipher: 'aes-128-ctr',
    cipherparams: { iv: '6087dab2f9fdbbfaddc31a909735c1e6' },
    ciphertext: '5318b4d5bcd28de64ee5559e671353e16f075ecae9f99c7a79a38af5f869aa46',
    kdf: 'pbkdf2',
    kdfparams: {
      c: 262144,
      dklen: 32,
      prf: 'hmac-sha256',
      salt: 'ae3cd4e7013836a3df6bd7241b12db061dbe2c6785853cce422d148a624ce0bd'
    },
    mac: '517ead924a9d0dc3124507e3393d175ce3ff7c1e96529c6c555ce9e51205e9b2'
  }
}
const open = (file: unknown, secret = passphrase): Promise<Secret<Hex>> =>
  decryptKeystore({
    text: typeof file === 'string' ? file : JSON.stringify(file),
    path: 'key.json',
    passphrase: secret
  })

describe('keystores', () => {
  it('opens the published pbkdf2 example', async () => {
    expect((await open(pbkdf2File)).reveal()).toBe(key)
  })

  it('opens the published scrypt example, as older programs wrote it: Crypto, 0x, BOM', async () => {
    const { crypto, ...rest } = scryptFile
    const text = JSON.stringify({ ...rest, Crypto: { ...crypto, ciphertext: `0x${crypto.ciphertext}` } })
    expect((await open(`\uFEFF${text}`)).reveal()).toBe(key)
  })

  it('opens what it writes, and shows neither key nor passphrase in it', async () => {
    const secret = new Secret('Zwölf Äpfel ')
    const text = await encryptKeystore({
      privateKey: new Secret<Hex>(key),
      passphrase: secret,
      scrypt: { n: 1024, r: 8, p: 1 }
    })
    expect(text).not.toContain(key.slice(2))
    expect((await open(text, secret)).reveal()).toBe(key)
    expect((await open(text, new Secret('Zwo\u0308lf A\u0308pfel '))).reveal()).toBe(key)
    await expect(open(text, new Secret('Zwölf Äpfel'))).rejects.toMatchObject({ code: 'KEYSTORE_WRONG_PASSPHRASE' })
    expect(
      await encryptKeystore({ privateKey: new Secret<Hex>(key), passphrase: secret, scrypt: { n: 1024, r: 8, p: 1 } })
    ).not.toBe(text)
  })

  it.each([
    ['not JSON', 'key.json', 'KEYSTORE_DAMAGED'],
    ['an array', '[]', 'KEYSTORE_DAMAGED'],
    ['no crypto', { version: 3 }, 'KEYSTORE_DAMAGED'],
    ['short ciphertext', { ...scryptFile, crypto: { ...scryptFile.crypto, ciphertext: 'd172' } }, 'KEYSTORE_DAMAGED'],
    ['another address', { ...pbkdf2File, address: '00'.repeat(20) }, 'KEYSTORE_DAMAGED'],
    ['version 1', { ...scryptFile, version: 1 }, 'KEYSTORE_UNSUPPORTED'],
    ['another kdf', { ...scryptFile, crypto: { ...scryptFile.crypto, kdf: 'argon2id' } }, 'KEYSTORE_UNSUPPORTED'],
    [
      'another cipher',
      { ...scryptFile, crypto: { ...scryptFile.crypto, cipher: 'aes-128-cbc' } },
      'KEYSTORE_UNSUPPORTED'
    ],
    [
      'parameters that would fill the memory',
      {
        ...scryptFile,
        crypto: { ...scryptFile.crypto, kdfparams: { ...scryptFile.crypto.kdfparams, n: 2 ** 24, r: 64 } }
      },
      'KEYSTORE_UNSUPPORTED'
    ],
    [
      'n that is no power of two',
      { ...scryptFile, crypto: { ...scryptFile.crypto, kdfparams: { ...scryptFile.crypto.kdfparams, n: 262143 } } },
      'KEYSTORE_UNSUPPORTED'
    ]
  ])('refuses a file with %s', async (_, file, code) => {
    const error = await open(file).catch((e: unknown) => e)
    expect(error).toMatchObject({ code, message: expect.stringContaining('key.json') })
    expect(String(error)).not.toContain('testpassword')
  })

  it('says that the passphrase is wrong', async () => {
    await expect(open(pbkdf2File, new Secret('guess'))).rejects.toMatchObject({ code: 'KEYSTORE_WRONG_PASSPHRASE' })
  })
})
