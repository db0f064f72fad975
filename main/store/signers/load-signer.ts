import { readFile } from 'node:fs/promises'
import type { KeySource } from '../../../shared/config/config.ts'
import type { Address, Hex } from '../../../shared/domain/hex.ts'
import { AppError } from '../../../shared/errors.ts'
import { Secret } from '../../../shared/secret.ts'
import type { Signer } from '../../engine/ports.ts'
import { createKeySigner } from './create-key-signer.ts'
import { decryptKeystore } from './keystore.ts'
import type { PassphraseGate } from './passphrase-gate.ts'

/** `signer` is null when the configuration names an account only: it is watched, or its key is on a Ledger. */
export type LoadedKey = { account: Address; signer: Signer | null }

export type LoadSignerDeps = {
  /** Asks the operator, when no passphrase file is named. May throw AppError, e.g. when there is no terminal. */
  readPassphrase: (path: string) => Promise<Secret<string>>
  /** Where somebody types: a wrong passphrase is asked for again, slower and slower. Left out: it is an error. */
  again?: { gate: PassphraseGate; signal: AbortSignal; onWrong: () => void }
  /** `process.env`: the variable is deleted from it, so that no child process inherits the key. */
  env: Record<string, string | undefined>
}

const largestFile = 64 * 1024

/** The validator's key from where the configuration says. Throws KEY_VARIABLE_MISSING, KEY_INVALID, KEYSTORE_* or PASSPHRASE_FILE_UNREADABLE; no message holds a secret. */
export async function loadSigner(
  source: Exclude<KeySource, { source: 'vault' }>,
  deps: LoadSignerDeps
): Promise<LoadedKey> {
  if (source.source === 'none' || source.source === 'ledger') return { account: source.account, signer: null }
  const key =
    source.source === 'environment' ? takeFromEnv(source.variable, deps.env) : await openKeystore(source, deps)
  const signer = createKeySigner(key)
  return { account: signer.address, signer }
}

function takeFromEnv(variable: string, env: LoadSignerDeps['env']): Secret<Hex> {
  const text = env[variable]?.trim()
  delete env[variable]
  if (text === undefined || text === '')
    throw new AppError(
      { code: 'KEY_VARIABLE_MISSING', variable },
      {
        message: `The environment variable ${variable} is not set. Set it to the validator's private key, or use a keystore file.`
      }
    )
  const digits = /^(?:0x)?([0-9a-fA-F]{64})$/.exec(text)?.[1]
  if (digits === undefined)
    throw new AppError(
      { code: 'KEY_INVALID', variable },
      {
        message: `The environment variable ${variable} does not hold a private key: 64 hex digits, with or without 0x.`
      }
    )
  return new Secret<Hex>(`0x${digits}`)
}

async function openKeystore(
  source: Extract<KeySource, { source: 'keystore' }>,
  deps: LoadSignerDeps
): Promise<Secret<Hex>> {
  const { path, passphraseFile } = source
  const text = await readSmall(path, 'KEYSTORE_UNREADABLE', `The keystore file ${path}`)
  if (passphraseFile === undefined) return openAsking({ text, path }, deps)
  const what = `The passphrase file ${passphraseFile}`
  const line = withoutLineEnd(await readSmall(passphraseFile, 'PASSPHRASE_FILE_UNREADABLE', what))
  return decryptKeystore({ text, path, passphrase: new Secret(line) })
}

async function openAsking(
  keystore: { text: string; path: string },
  { readPassphrase, again }: LoadSignerDeps
): Promise<Secret<Hex>> {
  for (;;) {
    const passphrase = await readPassphrase(keystore.path)
    const attempt = (): Promise<Secret<Hex>> => decryptKeystore({ ...keystore, passphrase })
    if (!again) return attempt()
    try {
      return await again.gate.attempt(attempt, again.signal)
    } catch (error) {
      if (!(error instanceof AppError) || error.code !== 'KEYSTORE_WRONG_PASSPHRASE') throw error
      again.onWrong()
    }
  }
}

async function readSmall(path: string, code: string, what: string): Promise<string> {
  try {
    const bytes = await readFile(path)
    if (bytes.length <= largestFile) return bytes.toString('utf8')
  } catch (cause) {
    const missing = (cause as NodeJS.ErrnoException).code === 'ENOENT'
    throw new AppError(
      { code, path },
      { message: `${what} ${missing ? 'does not exist' : 'cannot be read'}. Correct the path in the settings.`, cause }
    )
  }
  throw new AppError(
    { code, path },
    { message: `${what} is larger than 64 KB, so it is not one. Correct the path in the settings.` }
  )
}

/** Editors end files with a line end that is not part of the passphrase. */
const withoutLineEnd = (text: string): string => text.replace(/^\uFEFF/, '').replace(/\r?\n$/, '')
