import type { ConfigInput } from '../config/config.ts'
import type { Address } from './hex.ts'

/** What a variable of the operators' docker set-up is for. */
export type EnvPurpose =
  | 'privateKey'
  | 'mnemonic'
  | 'hdPath'
  | 'submitter'
  | 'challenger'
  | 'publicRound'
  | 'guardian'
  | 'zkEvmProver'
  | 'zkVmProver'
  | 'zkVmWitness'
  | 'validatorL1'
  | 'nodeL1'
  | 'beacon'
  | 'network'
  | 'awsRegion'
  | 'awsAccessKeyId'
  | 'awsSecretAccessKey'
  | 'proverInstanceId'
  | 'proverAddressType'
  | 'proverUrlSchema'
  | 'proverRpcPort'
  | 'proverBaseDir'

export type EnvNote = 'BOM' | 'CRLF' | 'LINE_SKIPPED' | 'SHELL_SYNTAX' | 'DUPLICATE_KEY' | 'QUOTE_NOT_CLOSED'

export type EnvConflict = {
  code:
    | 'KEY_AND_MNEMONIC'
    | 'NAMES_DIFFER'
    | 'DUPLICATE_DIFFERS'
    | 'NO_ROLE_ON'
    | 'CHALLENGER_WITHOUT_PROVER'
    | 'ZKVM_HALF_SET'
    | 'HD_PATH_WITHOUT_MNEMONIC'
    | 'PRIVATE_KEY_INVALID'
    | 'MNEMONIC_INVALID'
    | 'HD_PATH_INVALID'
    | 'VALUE_INVALID'
    | 'SHELL_SYNTAX'
    | 'GUARDIAN_NOT_SUPPORTED'
  /** Names of the variables that it is about. */
  keys: string[]
  /** The import cannot go on before it is settled. */
  blocking: boolean
}

/** What lay open in the file, and what closes it. */
export type EnvExposure = {
  code:
    | 'PRIVATE_KEY_IN_PLAIN_TEXT'
    | 'MNEMONIC_IN_PLAIN_TEXT'
    | 'AWS_KEY_IN_PLAIN_TEXT'
    | 'KEY_IN_URL'
    | 'SECRET_IN_PLAIN_TEXT'
    | 'FILE_READABLE_BY_OTHERS'
  keys: string[]
  remedy: 'KEYSTORE_AND_WIPE' | 'NEW_KEY_AND_WIPE' | 'ROTATE_AT_AWS' | 'ROTATE_AT_PROVIDER' | 'WIPE' | 'CHMOD_600'
}

export type EnvFound = {
  purpose: EnvPurpose | null
  key: string
  line: number
  /** What may be shown: `[secret]`, an origin, or the value. */
  shown: string
}

/** Everything that a screen may show. */
export type EnvPreview = {
  found: EnvFound[]
  /** Set to nothing, or not there: what the app has to ask for. */
  missing: EnvPurpose[]
  conflicts: EnvConflict[]
  exposed: EnvExposure[]
  notes: { note: EnvNote; line: number | null; key: string | null }[]
  /** The account of the key; null without a usable one. */
  account: Address | null
  network: 'mainnet' | 'sepolia' | null
  roles: { submitter: boolean; challenger: boolean; publicRound: boolean }
  /** Nothing keeps it from being imported. */
  ready: boolean
}

/** Bytes of a file that may be an environment file; more is none, and is not read. */
export const largestEnvBytes = 32 * 1024

export type EnvRead = { id: string; preview: EnvPreview }

/** What was kept, and the settings that the file amounts to; `rpc.l1` is empty where it names none. */
export type EnvImported = {
  stored: ('validator-key' | 'aws')[]
  account: Address | null
  config: ConfigInput
  /** Names what was imported when its file is wiped. */
  wipeId: string
}
