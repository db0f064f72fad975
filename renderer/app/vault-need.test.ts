import { describe, expect, it } from 'vitest'
import type { VaultView } from '../../shared/domain/vault.ts'
import { vaultNeed } from './vault-need.ts'

const view = (over: Partial<VaultView>): VaultView => ({
  ...{ state: 'open', kind: 'passphrase', problem: null, names: [], wanted: ['validator-key'] },
  ...{ account: null, waitUntilMs: 0, ...over }
})
const problem = (code: string) => ({ code, message: '' })

describe('what is needed of the vault', () => {
  it.each<[string, Partial<VaultView>, ReturnType<typeof vaultNeed>]>([
    ['nothing while the host is asked', { state: 'opening' }, null],
    ['nothing where the settings take nothing from it', { state: 'locked', wanted: [] }, null],
    ['nothing with the key in it', { names: ['validator-key'] }, null],
    ['nothing of an open one for AWS alone', { wanted: ['aws'] }, null],
    ['the passphrase', { state: 'locked' }, { kind: 'unlock', validator: true }],
    ['the passphrase for AWS', { state: 'locked', wanted: ['aws'] }, { kind: 'unlock', validator: false }],
    ['a key', {}, { kind: 'import', validator: true }],
    ['a key, and a passphrase first', { state: 'none' }, { kind: 'import', validator: true }],
    [
      'another try of the key chain',
      { state: 'locked', problem: problem('VAULT_KEYCHAIN_FAILED') },
      { kind: 'unlock', validator: true }
    ],
    [
      'hands outside the app',
      { state: 'locked', problem: problem('VAULT_DAMAGED') },
      { kind: 'problem', validator: true }
    ]
  ])('is %s', (_, over, need) => expect(vaultNeed(view(over))).toEqual(need))

  it('is nothing before it is known', () => expect(vaultNeed(null)).toBeNull())
})
