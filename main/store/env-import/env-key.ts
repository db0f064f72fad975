import { toHex } from 'viem'
import { mnemonicToAccount, privateKeyToAddress } from 'viem/accounts'
import type { EnvConflict } from '../../../shared/domain/env-import.ts'
import type { Address, Hex } from '../../../shared/domain/hex.ts'
import { Secret } from '../../../shared/secret.ts'
import { isMnemonic } from './is-mnemonic.ts'
import type { EnvValues } from './read-operator-env.ts'

export type EnvKey = {
  privateKey: Secret<Hex> | null
  account: Address | null
  problem: Extract<EnvConflict['code'], 'PRIVATE_KEY_INVALID' | 'MNEMONIC_INVALID' | 'HD_PATH_INVALID'> | null
}

const none: EnvKey = { privateKey: null, account: null, problem: null }
const usualPath = "m/44'/60'/0'/0/0"

/** The validator's key from a private key, or from a mnemonic and its path. With both there is none: which one is meant is the operator's to say. */
export function readEnvKey(values: EnvValues): EnvKey {
  const [key, mnemonic] = [values.get('privateKey')?.value, values.get('mnemonic')?.value]
  if (key !== undefined && mnemonic !== undefined) return none
  if (key !== undefined) return keyFromHex(key)
  return mnemonic === undefined ? none : keyFromMnemonic(mnemonic, values.get('hdPath')?.value ?? usualPath)
}

/** 64 hex digits, with or without 0x. */
export function keyFromHex(text: string): EnvKey {
  const digits = /^(?:0x)?([0-9a-fA-F]{64})$/.exec(text)?.[1]
  try {
    if (digits === undefined) throw new Error('no key')
    const privateKey: Hex = `0x${digits.toLowerCase()}`
    return { privateKey: new Secret(privateKey), account: privateKeyToAddress(privateKey), problem: null }
  } catch {
    return { ...none, problem: 'PRIVATE_KEY_INVALID' }
  }
}

/** English words (BIP-39) and a path like m/44'/60'/0'/0/0. */
export function keyFromMnemonic(text: string, path: string): EnvKey {
  if (!/^m(\/\d{1,10}'?){1,10}$/.test(path)) return { ...none, problem: 'HD_PATH_INVALID' }
  const words = text.trim().toLowerCase().split(/\s+/)
  if (!isMnemonic(words)) return { ...none, problem: 'MNEMONIC_INVALID' }
  try {
    const account = mnemonicToAccount(words.join(' '), { path: path as `m/44'/60'/${string}` })
    const bytes = account.getHdKey().privateKey
    if (!bytes) throw new Error('no key')
    return { privateKey: new Secret(toHex(bytes)), account: account.address, problem: null }
  } catch {
    return { ...none, problem: 'HD_PATH_INVALID' }
  }
}
