import { toHex } from 'viem'
import { mnemonicToAccount, privateKeyToAccount } from 'viem/accounts'
import type { Address, Hex } from '../../shared/domain/hex.ts'
import { Secret } from '../../shared/secret.ts'
import { practiceMnemonic } from './ledger/practice-mnemonic.ts'
import { practiceKey } from './practice-key.ts'

export type PracticeAccount = { address: Address; privateKey: Secret<Hex> }
/** `privateKey` is null where the key is on a device that is not ours. */
export type WithdrawAccount = { address: Address; privateKey: Secret<Hex> | null }
export type PracticeValidator = PracticeAccount & { name: string; withdrawAccount: WithdrawAccount }

/** Who takes part in a practice network. */
export type PracticeAccounts = {
  /** The validator that the app runs. */
  operator: PracticeValidator
  /** The others; the first is also the trusted validator. */
  bots: PracticeValidator[]
  deployer: PracticeAccount
  /** Pays the rewards. */
  rewardVault: PracticeAccount
  council: PracticeAccount[]
  /** Has delegated to the operator. */
  delegator: PracticeAccount
  /** Has ETH but neither KRO nor a part in the protocol. */
  outsider: PracticeAccount
  /** Whose signature the practice proof verifiers accept as a proof. */
  prover: PracticeAccount
}

type Options = {
  seed: number
  /** The operator's included. */
  validators: number
  /** Where the operator withdraws to, when another device than the practice Ledger has that account. */
  withdrawAddress?: Address
}

/** Deterministic: the same seed gives the same keys. The operator's withdraw account is the first one on the practice Ledger, the validator's own the second: the app may have its key, or leave it to the Ledger. */
export function practiceAccounts({ seed, validators, withdrawAddress }: Options): PracticeAccounts {
  const account = (role: string): PracticeAccount => {
    const privateKey = practiceKey(seed, role)
    return { address: privateKeyToAccount(privateKey).address, privateKey: new Secret(privateKey) }
  }
  const validator = (name: string): PracticeValidator => ({
    ...account(name),
    name,
    withdrawAccount: account(`${name} withdraw`)
  })
  const onLedger = ledgerAccount(seed, 0)
  const elsewhere = withdrawAddress !== undefined && withdrawAddress !== onLedger.address
  return {
    operator: {
      ...ledgerAccount(seed, 1),
      name: 'operator',
      withdrawAccount: elsewhere ? { address: withdrawAddress, privateKey: null } : onLedger
    },
    bots: Array.from({ length: validators - 1 }, (_, i) => validator(`bot ${i + 1}`)),
    deployer: account('deployer'),
    rewardVault: account('reward vault'),
    council: [1, 2, 3].map((i) => account(`council ${i}`)),
    delegator: account('delegator'),
    outsider: account('outsider'),
    prover: account('prover')
  }
}

function ledgerAccount(seed: number, i: number): PracticeAccount {
  const account = mnemonicToAccount(practiceMnemonic(seed, 'own'), { path: `m/44'/60'/${i}'/0/0` })
  const { privateKey } = account.getHdKey()
  if (!privateKey) throw new Error('a path without a private key')
  return { address: account.address, privateKey: new Secret(toHex(privateKey)) }
}
