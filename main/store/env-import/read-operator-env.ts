import type { ConfigInput } from '../../../shared/config/config.ts'
import type { EnvExposure, EnvFound, EnvPreview, EnvPurpose } from '../../../shared/domain/env-import.ts'
import type { Hex } from '../../../shared/domain/hex.ts'
import { Secret } from '../../../shared/secret.ts'
import { envConfig } from './env-config.ts'
import { envConflicts } from './env-conflicts.ts'
import { readEnvKey } from './env-key.ts'
import { operatorVariables, soundsSecret, variableOf } from './operator-variables.ts'
import { type EnvEntry, isShell, parseEnv } from './parse-env.ts'

/** What is imported and never shown. */
export type EnvSecrets = {
  privateKey: Secret<Hex> | null
  aws: { accessKeyId: Secret<string>; secretAccessKey: Secret<string> } | null
  urls: Partial<Record<'zkEvmProver' | 'zkVmProver' | 'zkVmWitness' | 'validatorL1' | 'nodeL1', Secret<string>>>
}

export type OperatorEnv = {
  preview: EnvPreview
  secrets: EnvSecrets
  /** The settings that it amounts to, with whole URLs. */
  config: Secret<ConfigInput>
}

export type EnvValues = ReadonlyMap<EnvPurpose, EnvEntry>

const hidden = '[secret]'
const wanted: readonly EnvPurpose[] = ['network', 'submitter', 'challenger', 'validatorL1']

/** Understands an environment file of the operators' docker set-up, both generations of names (protocol: the operators' set-up). Pure. */
export function readOperatorEnv(text: string): OperatorEnv {
  const { entries, notes } = parseEnv(text)
  const values = valuesOf(entries)
  const { privateKey, account, problem } = readEnvKey(values)
  const roles = rolesOf(values)
  const conflicts = envConflicts({ entries, values, roles, keyProblem: problem })
  const key = account === null && problem === null ? (['privateKey'] as const) : []
  const preview: EnvPreview = {
    found: entries.filter(({ value }) => value !== '').map(shownEntry),
    missing: [...key, ...wanted.filter((purpose) => !values.has(purpose))],
    conflicts,
    exposed: exposuresOf(entries),
    notes,
    account,
    network: networkOf(values),
    roles,
    ready: account !== null && !conflicts.some(({ blocking }) => blocking)
  }
  return {
    preview,
    secrets: { privateKey: preview.ready ? privateKey : null, aws: awsOf(values), urls: urlsOf(values) },
    config: new Secret(envConfig(values, preview))
  }
}

/** Docker takes the last of doubles, and so does this; of two names for the same the newer one, where both are set. */
function valuesOf(entries: readonly EnvEntry[]): EnvValues {
  const values = new Map<EnvPurpose, EnvEntry>()
  for (const { purpose, names } of operatorVariables)
    for (const name of names) {
      const entry = entries.findLast(({ key }) => key === name)
      if (entry && entry.value !== '') values.set(purpose, entry)
    }
  return values
}

function shownEntry({ key, value, line }: EnvEntry): EnvFound {
  const variable = variableOf(key)
  return { purpose: variable?.purpose ?? null, key, line, shown: shownValue(key, value) }
}

/** A known harmless value as it is; whatever is or may be secret never, not even in part. */
function shownValue(key: string, value: string): string {
  const variable = variableOf(key)
  if (!variable) return soundsSecret(key) || looksSecret(value) ? hidden : origin(value)
  if (variable.secret) return hidden
  if (variable.url) return origin(value)
  return looksSecret(value) ? hidden : value.slice(0, 100)
}

/** Long hex, twelve words and more, or long random text: keys are pasted into the wrong line, too. */
const looksSecret = (value: string): boolean =>
  /(0x)?[0-9a-f]{32,}/i.test(value) || value.trim().split(/\s+/).length >= 12 || /[A-Za-z0-9/+_-]{28,}/.test(value)

function origin(value: string): string {
  if (!URL.canParse(value) || !/^[a-z]+:\/\//i.test(value)) return value.includes('@') ? hidden : value.slice(0, 100)
  const { protocol, host } = new URL(value)
  return `${protocol}//${host}`
}

function exposuresOf(entries: readonly EnvEntry[]): EnvExposure[] {
  const set = entries.filter(({ value }) => value !== '' && !isShell(value))
  const keysOf = (...purposes: EnvPurpose[]): string[] => [
    ...new Set(
      set.flatMap(({ key }) => {
        const purpose = variableOf(key)?.purpose
        return purpose && purposes.includes(purpose) ? [key] : []
      })
    )
  ]
  const unknown = set.filter(({ key, value }) => !variableOf(key) && (soundsSecret(key) || looksSecret(value)))
  const all: EnvExposure[] = [
    { code: 'PRIVATE_KEY_IN_PLAIN_TEXT', keys: keysOf('privateKey'), remedy: 'KEYSTORE_AND_WIPE' },
    { code: 'MNEMONIC_IN_PLAIN_TEXT', keys: keysOf('mnemonic'), remedy: 'NEW_KEY_AND_WIPE' },
    { code: 'AWS_KEY_IN_PLAIN_TEXT', keys: keysOf('awsAccessKeyId', 'awsSecretAccessKey'), remedy: 'ROTATE_AT_AWS' },
    {
      code: 'KEY_IN_URL',
      keys: set.filter(({ value }) => hasUrlKey(value)).map(({ key }) => key),
      remedy: 'ROTATE_AT_PROVIDER'
    },
    {
      code: 'SECRET_IN_PLAIN_TEXT',
      keys: unknown.filter(({ value }) => !hasUrlKey(value)).map(({ key }) => key),
      remedy: 'WIPE'
    }
  ]
  return all.filter(({ keys }) => keys.length > 0)
}

/** Providers put the account's key into path, query or user. */
function hasUrlKey(value: string): boolean {
  if (!/^[a-z]+:\/\//i.test(value) || !URL.canParse(value)) return false
  const { username, password, pathname, search } = new URL(value)
  const parts = [username, password, ...pathname.split('/'), ...search.split(/[?&=]/)]
  return username !== '' || password !== '' || parts.some((part) => part.length >= 16)
}

export const isOn = (entry: EnvEntry | undefined): boolean => /^(true|1|t)$/i.test(entry?.value ?? '')

const rolesOf = (values: EnvValues): EnvPreview['roles'] => ({
  submitter: isOn(values.get('submitter')),
  challenger: isOn(values.get('challenger')),
  publicRound: isOn(values.get('publicRound'))
})

function networkOf(values: EnvValues): EnvPreview['network'] {
  const name = values.get('network')?.value.toLowerCase() ?? ''
  if (/sepolia/.test(name)) return 'sepolia'
  return /mainnet/.test(name) ? 'mainnet' : null
}

function awsOf(values: EnvValues): EnvSecrets['aws'] {
  const [id, key] = [values.get('awsAccessKeyId'), values.get('awsSecretAccessKey')]
  if (!id || !key || isShell(id.value) || isShell(key.value)) return null
  return { accessKeyId: new Secret(id.value), secretAccessKey: new Secret(key.value) }
}

function urlsOf(values: EnvValues): EnvSecrets['urls'] {
  const names = ['zkEvmProver', 'zkVmProver', 'zkVmWitness', 'validatorL1', 'nodeL1'] as const
  const pairs = names.flatMap((name) => {
    const value = values.get(name)?.value
    return value !== undefined && !isShell(value) ? [[name, new Secret(value)] as const] : []
  })
  return Object.fromEntries(pairs)
}
