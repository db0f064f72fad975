import type { EnvImported, EnvRead } from '../../shared/domain/env-import.ts'
import type { KeyPreview, VaultView } from '../../shared/domain/vault.ts'
import type { Input } from '../../shared/ipc/contract.ts'

export const vaultScenarios = ['open', 'empty', 'locked', 'waiting', 'none', 'keychain', 'damaged'] as const
export type VaultScenario = (typeof vaultScenarios)[number]

const account = '0xf39Fd6e51aad88F6F4ce6aB8827279cffFb92266'
const other = '0x70997970C51812dc3A010C7d01b50e0d17dc79C8'
/** What opens the double. */
export const doublePassphrase = 'open sesame'

const open: VaultView = {
  ...{ state: 'open', kind: 'passphrase', problem: null, waitUntilMs: 0, account },
  ...{ names: ['aws', 'validator-key'], wanted: ['validator-key', 'aws'] }
}
const damaged = {
  code: 'VAULT_DAMAGED',
  message:
    'The vault /home/me/.config/kroma/vault.json is damaged (its parts do not belong together) and was left as it is. Restore it from /home/me/.config/kroma/vault.json.previous or from your copy, or move it away and import the key once more; then start again.'
}
const scenes: Record<VaultScenario, VaultView> = {
  open,
  empty: { ...open, names: [], account: null },
  keychain: { ...open, kind: 'keychain' },
  locked: { ...open, state: 'locked', account: null },
  waiting: { ...open, state: 'locked', account: null },
  none: { ...open, state: 'none', names: [], account: null },
  damaged: { ...open, state: 'locked', problem: damaged, account: null }
}

/** Ends a command as main's error of this code would. */
export class Refused extends Error {
  readonly code: string

  constructor(code: string, message: string) {
    super(message)
    this.code = code
  }
}

const wrong = (): Refused =>
  new Refused(
    'VAULT_WRONG_PASSPHRASE',
    'The passphrase does not open the vault. Try again; capital letters and spaces count.'
  )

/** A vault that keeps nothing but names; the passphrase is `open sesame`. */
export function vaultDouble(scene: VaultScenario, nowMs: () => number) {
  let view: VaultView = scene === 'waiting' ? { ...scenes.waiting, waitUntilMs: nowMs() + 16_000 } : scenes[scene]
  let wrongOnes = 0
  const listeners = new Set<(view: VaultView & { seq: number }) => void>()
  let seq = 0
  const set = (patch: Partial<VaultView>): VaultView => {
    view = { ...view, ...patch }
    seq += 1
    for (const listener of listeners) listener({ ...view, seq })
    return view
  }
  const check = (passphrase: string | null): void => {
    if (view.kind === 'keychain' || passphrase === doublePassphrase) return
    wrongOnes += 1
    set({ waitUntilMs: wrongOnes < 3 ? 0 : nowMs() + 1_000 * 2 ** Math.min(5, wrongOnes - 3) })
    throw wrong()
  }
  const confirm = (given: { confirmed: boolean; passphrase: string | null } | null): void => {
    if (!given?.confirmed) throw new Refused('CONFIRMATION_NEEDED', 'Confirm it first.')
    check(given.passphrase)
  }
  const withNames = (...names: string[]): string[] => [...new Set([...view.names, ...names])].sort()
  return {
    onChange: (listener: (view: VaultView & { seq: number }) => void) => {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    answers: {
      'vault.state': () => view,
      'vault.unlock': ({ passphrase }: Input<'vault.unlock'>) => {
        if (view.problem) throw new Refused(view.problem.code, view.problem.message)
        check(passphrase)
        return set({ state: 'open', account: view.names.includes('validator-key') ? account : null, waitUntilMs: 0 })
      },
      'vault.choosePassphrase': () => set({ state: 'open' }),
      'vault.changePassphrase': ({ current }: Input<'vault.changePassphrase'>) => {
        check(current)
        return view
      },
      'vault.writeSecret': (input: Input<'vault.writeSecret'>) =>
        set({ names: withNames(input.kind === 'aws' ? 'aws' : input.name) }),
      'vault.removeSecret': ({ name }: Input<'vault.removeSecret'>) =>
        set({ names: view.names.filter((kept) => kept !== name) }),
      'keys.preview': (input: Input<'keys.preview'>): KeyPreview => {
        if (input.kind === 'privateKey' && !/^(0x)?[0-9a-f]{64}$/i.test(input.privateKey.trim()))
          throw new Refused('KEY_INVALID', 'A private key has 64 hex digits, with or without 0x.')
        return { id: 'a'.repeat(36), account: other, replaces: view.account }
      },
      'keys.store': ({ confirmation }: Input<'keys.store'>) => {
        if (view.account) confirm(confirmation)
        return set({ account: other, names: withNames('validator-key') })
      },
      'keys.exportKeystore': ({ confirmation }: Input<'keys.exportKeystore'>) => {
        confirm(confirmation)
        return '{"version":3}\n'
      },
      'keys.forget': ({ confirmation }: Input<'keys.forget'>) => {
        confirm(confirmation)
        return set({ account: null, names: view.names.filter((name) => name !== 'validator-key') })
      },
      'env.preview': ({ text }: Input<'env.preview'>): EnvRead => ({ id: 'b'.repeat(36), preview: previewOf(text) }),
      'env.import': ({ key, aws, confirmation }: Input<'env.import'>): EnvImported => {
        if (key && view.account) confirm(confirmation)
        set({
          names: withNames(...(key ? ['validator-key'] : []), ...(aws ? ['aws'] : [])),
          ...(key && { account: other })
        })
        return {
          stored: [...(key ? (['validator-key'] as const) : []), ...(aws ? (['aws'] as const) : [])],
          account: other,
          config: {
            network: 'sepolia',
            rpc: {
              l1: ['wss://sepolia.example/key'],
              l2: ['http://127.0.0.1:8545'],
              rollup: ['http://127.0.0.1:9545']
            },
            key: { source: 'vault' },
            roles: { submitter: true, challenger: true, publicRound: false }
          },
          wipeId: 'c'.repeat(36)
        }
      },
      'env.wipe': () => ({ wiped: true as const })
    }
  }
}

/** A file with a bit of everything; one with two keys where the text has `MNEMONIC`. */
function previewOf(text: string): EnvRead['preview'] {
  const both = text.includes('MNEMONIC')
  return {
    found: [
      { purpose: 'network', key: 'NETWORK_NAME', line: 2, shown: 'sepolia' },
      { purpose: 'privateKey', key: 'VALIDATOR_PRIVATE_KEY', line: 3, shown: '[secret]' },
      { purpose: 'submitter', key: 'KROMA_VALIDATOR__OUTPUT_SUBMITTER_ENABLED', line: 6, shown: 'true' },
      { purpose: 'challenger', key: 'KROMA_VALIDATOR__CHALLENGER_ENABLED', line: 7, shown: 'true' },
      { purpose: 'validatorL1', key: 'KROMA_VALIDATOR__L1_RPC_ENDPOINT', line: 9, shown: 'wss://sepolia.example' },
      { purpose: 'awsAccessKeyId', key: 'KROMA_PROVER_PROXY__AWS_ACCESS_KEY_ID', line: 10, shown: '[secret]' },
      { purpose: 'awsSecretAccessKey', key: 'KROMA_PROVER_PROXY__AWS_SECRET_ACCESS_KEY', line: 11, shown: '[secret]' },
      { purpose: null, key: 'GRAFANA_PASSWORD', line: 14, shown: '[secret]' }
    ],
    missing: [],
    conflicts: [
      ...(both
        ? [{ code: 'KEY_AND_MNEMONIC' as const, keys: ['VALIDATOR_PRIVATE_KEY', 'VALIDATOR_MNEMONIC'], blocking: true }]
        : []),
      {
        code: 'CHALLENGER_WITHOUT_PROVER',
        keys: ['KROMA_VALIDATOR__CHALLENGER_ENABLED', 'KROMA_VALIDATOR__PROVER_RPC'],
        blocking: false
      }
    ],
    exposed: [
      { code: 'PRIVATE_KEY_IN_PLAIN_TEXT', keys: ['VALIDATOR_PRIVATE_KEY'], remedy: 'KEYSTORE_AND_WIPE' },
      { code: 'AWS_KEY_IN_PLAIN_TEXT', keys: ['KROMA_PROVER_PROXY__AWS_SECRET_ACCESS_KEY'], remedy: 'ROTATE_AT_AWS' },
      { code: 'KEY_IN_URL', keys: ['KROMA_VALIDATOR__L1_RPC_ENDPOINT'], remedy: 'ROTATE_AT_PROVIDER' },
      { code: 'SECRET_IN_PLAIN_TEXT', keys: ['GRAFANA_PASSWORD'], remedy: 'WIPE' }
    ],
    notes: [{ note: 'CRLF', line: null, key: null }],
    account: both ? null : other,
    network: 'sepolia',
    roles: { submitter: true, challenger: true, publicRound: false },
    ready: !both
  }
}
