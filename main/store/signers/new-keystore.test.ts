import { privateKeyToAddress } from 'viem/accounts'
import { expect, it } from 'vitest'
import type { Hex } from '../../../shared/domain/hex.ts'
import { Secret } from '../../../shared/secret.ts'
import { decryptKeystore } from './keystore.ts'
import { newKeystore } from './new-keystore.ts'

const scrypt = { n: 1_024, r: 8, p: 1 }
const privateKey = new Secret<Hex>(`0x${'5e'.repeat(32)}`)
const passphrase = new Secret('quite a new one')

it('gives the same account under its passphrase, and nothing under another', async () => {
  const text = await newKeystore({ privateKey, passphrase, scrypt })
  const opened = await decryptKeystore({ text, path: 'new', passphrase })
  expect(privateKeyToAddress(opened.reveal())).toBe(privateKeyToAddress(privateKey.reveal()))
  const other = new Secret('guess-of-a-thief')
  const failed = await decryptKeystore({ text, path: 'new', passphrase: other }).catch((error: unknown) => error)
  expect(failed).toMatchObject({ code: 'KEYSTORE_WRONG_PASSPHRASE' })
  expect(text).not.toContain('5e5e5e')
})

it('wants a passphrase that is one, and does not repeat it', async () => {
  const failed = await newKeystore({ privateKey, passphrase: new Secret('short'), scrypt }).catch((e: unknown) => e)
  expect(failed).toMatchObject({ code: 'PASSPHRASE_TOO_SHORT', message: expect.not.stringContaining('short') })
})
