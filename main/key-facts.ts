import { access, constants, readFile } from 'node:fs/promises'
import type { KeySource } from '../shared/config/config.ts'
import type { DoctorFinding } from '../shared/domain/doctor.ts'
import type { Address } from '../shared/domain/hex.ts'
import { AppError } from '../shared/errors.ts'
import { failed, notApplicable, ok, warning } from './doctor/check.ts'
import { parseKeystore } from './store/signers/keystore-schema.ts'
import { loadSigner } from './store/signers/load-signer.ts'
import { validatorKeyName } from './store/signers/load-vault-key.ts'

/** What can be said of a key without opening it. `account` is null where only the key itself would tell. */
export type KeyFacts = { finding: DoctorFinding; account: Address | null }

type Options = {
  /** With absolute paths. */
  source: KeySource
  env: NodeJS.ProcessEnv
  /** Names in the vault; null where it cannot be looked at. */
  vaultNames: readonly string[] | null
}

export async function keyFacts(options: Options): Promise<KeyFacts> {
  try {
    return await factsOf(options)
  } catch (error) {
    if (!(error instanceof AppError)) throw error
    return { finding: failed(error.message, 'Correct `key` in the settings.'), account: null }
  }
}

async function factsOf({ source, env, vaultNames }: Options): Promise<KeyFacts> {
  switch (source.source) {
    case 'none':
      return { finding: notApplicable('the account is only watched: nothing is signed'), account: source.account }
    case 'ledger':
      return { finding: ok('on a Ledger: everything is signed there'), account: source.account }
    case 'environment':
      return fromEnvironment(source, env)
    case 'vault':
      return { finding: inVault(vaultNames), account: null }
    case 'keystore':
      return inKeystore(source)
  }
}

/** A copy is looked at: the variable is taken out of the environment by whoever signs with it. */
async function fromEnvironment(
  source: Extract<KeySource, { source: 'environment' }>,
  env: NodeJS.ProcessEnv
): Promise<KeyFacts> {
  const readPassphrase = (): never => {
    throw new Error('a key in the environment has no passphrase')
  }
  const { account } = await loadSigner(source, { env: { ...env }, readPassphrase })
  return { finding: ok(`in the environment variable ${source.variable}`), account }
}

const inVault = (names: readonly string[] | null): DoctorFinding => {
  if (names === null) return warning('in the vault, which another instance uses', 'Nothing, if that is your validator.')
  return names.includes(validatorKeyName)
    ? ok('in the vault, locked here')
    : failed('the vault has no validator key', 'Put it there in the app’s settings.')
}

async function inKeystore(source: Extract<KeySource, { source: 'keystore' }>): Promise<KeyFacts> {
  const { path, passphraseFile } = source
  const text = await readFile(path, 'utf8').catch((cause) => {
    throw new AppError(
      { code: 'KEYSTORE_UNREADABLE', path },
      { message: `The keystore file ${path} cannot be read.`, cause }
    )
  })
  const { address } = parseKeystore(text, path)
  const hex = /^(?:0x)?([0-9a-f]{40})$/i.exec(address ?? '')?.[1]
  const account = hex === undefined ? null : (`0x${hex.toLowerCase()}` as Address)
  if (passphraseFile === undefined)
    return { finding: ok(`${path}, locked: its passphrase is asked for at the start`), account }
  await access(passphraseFile, constants.R_OK).catch((cause) => {
    throw new AppError(
      { code: 'PASSPHRASE_FILE_UNREADABLE', path: passphraseFile },
      { message: `The passphrase file ${passphraseFile} cannot be read.`, cause }
    )
  })
  return { finding: ok(`${path}, locked here; its passphrase is in ${passphraseFile}`), account }
}
