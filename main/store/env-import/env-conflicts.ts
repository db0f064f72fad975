import type { EnvConflict, EnvPreview, EnvPurpose } from '../../../shared/domain/env-import.ts'
import type { EnvKey } from './env-key.ts'
import { operatorVariables, variableOf } from './operator-variables.ts'
import { type EnvEntry, isShell } from './parse-env.ts'
import { type EnvValues, isOn } from './read-operator-env.ts'

type Input = {
  entries: readonly EnvEntry[]
  values: EnvValues
  roles: EnvPreview['roles']
  keyProblem: EnvKey['problem']
}

const switches: readonly EnvPurpose[] = ['submitter', 'challenger', 'publicRound', 'guardian']

/** What does not go together, with the names that it is about (protocol: exactly one of key and mnemonic, a role on, a prover for a challenger). Pure. */
export function envConflicts({ entries, values, roles, keyProblem }: Input): EnvConflict[] {
  const keysOf = (...purposes: EnvPurpose[]): string[] =>
    purposes.flatMap((purpose) => values.get(purpose)?.key ?? nameOf(purpose))
  const has = (...purposes: EnvPurpose[]): boolean => purposes.every((purpose) => values.has(purpose))
  const half = has('zkVmProver') !== has('zkVmWitness')
  const prover = has('zkEvmProver') || has('zkVmProver', 'zkVmWitness')
  const keyPurpose =
    keyProblem === 'PRIVATE_KEY_INVALID' ? 'privateKey' : keyProblem === 'HD_PATH_INVALID' ? 'hdPath' : 'mnemonic'
  const checks: [boolean, EnvConflict][] = [
    [has('privateKey', 'mnemonic'), conflict('KEY_AND_MNEMONIC', keysOf('privateKey', 'mnemonic'), true)],
    [keyProblem !== null, conflict(keyProblem ?? 'MNEMONIC_INVALID', keysOf(keyPurpose), true)],
    [has('hdPath') && !has('mnemonic'), conflict('HD_PATH_WITHOUT_MNEMONIC', keysOf('hdPath'), false)],
    [!roles.submitter && !roles.challenger, conflict('NO_ROLE_ON', keysOf('submitter', 'challenger'), false)],
    [roles.challenger && !prover, conflict('CHALLENGER_WITHOUT_PROVER', keysOf('challenger', 'zkEvmProver'), false)],
    [half, conflict('ZKVM_HALF_SET', keysOf('zkVmProver', 'zkVmWitness'), false)],
    [isOn(values.get('guardian')), conflict('GUARDIAN_NOT_SUPPORTED', keysOf('guardian'), false)]
  ]
  return [
    ...checks.flatMap(([holds, found]) => (holds ? [found] : [])),
    ...doublesOf(entries),
    ...namesOf(entries),
    ...oddValues(entries)
  ]
}

const nameOf = (purpose: EnvPurpose): string[] =>
  operatorVariables.find((variable) => variable.purpose === purpose)?.names.slice(0, 1) ?? []

const conflict = (code: EnvConflict['code'], keys: string[], blocking: boolean): EnvConflict => ({
  code,
  keys,
  blocking
})

/** The same name twice with two values: for a secret, which one is meant has to be said. */
function doublesOf(entries: readonly EnvEntry[]): EnvConflict[] {
  return [...Map.groupBy(entries, ({ key }) => key)].flatMap(([name, all]) => {
    const values = new Set(all.map(({ value }) => value))
    return values.size > 1 ? [conflict('DUPLICATE_DIFFERS', [name], variableOf(name)?.secret ?? false)] : []
  })
}

/** The old and the new name of one thing with two values. */
function namesOf(entries: readonly EnvEntry[]): EnvConflict[] {
  return operatorVariables.flatMap(({ names, secret }) => {
    const set = names.flatMap((name) => entries.findLast(({ key, value }) => key === name && value !== '') ?? [])
    const differ = new Set(set.map(({ value }) => value)).size > 1
    return differ
      ? [
          conflict(
            'NAMES_DIFFER',
            set.map(({ key }) => key),
            secret
          )
        ]
      : []
  })
}

function oddValues(entries: readonly EnvEntry[]): EnvConflict[] {
  return entries.flatMap(({ key, value }) => {
    const variable = variableOf(key)
    if (!variable || value === '') return []
    if (isShell(value)) return [conflict('SHELL_SYNTAX', [key], variable.secret)]
    const odd =
      (switches.includes(variable.purpose) && !/^(true|false|0|1|t|f)$/i.test(value)) ||
      (variable.url && !(/^(https?|wss?):\/\//i.test(value) && URL.canParse(value))) ||
      (variable.purpose === 'network' && !/mainnet|sepolia/i.test(value)) ||
      (variable.purpose === 'proverAddressType' && !/^(private|public)$/.test(value)) ||
      (variable.purpose === 'proverRpcPort' && !(/^\d{1,5}$/.test(value) && Number(value) <= 65_535))
    return odd ? [conflict('VALUE_INVALID', [key], false)] : []
  })
}
