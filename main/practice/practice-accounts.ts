import { privateKeyToAccount } from 'viem/accounts'
import type { Address, Hex } from '../../shared/domain/hex.ts'
import { Secret } from '../../shared/secret.ts'
import { practiceKey } from './practice-key.ts'

export type PracticeAccount = { address: Address; privateKey: Secret<Hex> }
export type PracticeValidator = PracticeAccount & { name: string; withdrawAccount: PracticeAccount }

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

/** Deterministic: the same seed gives the same keys. `validators` counts the operator. */
export function practiceAccounts({ seed, validators }: { seed: number; validators: number }): PracticeAccounts {
  const account = (role: string): PracticeAccount => {
    const privateKey = practiceKey(seed, role)
    return { address: privateKeyToAccount(privateKey).address, privateKey: new Secret(privateKey) }
  }
  const validator = (name: string): PracticeValidator => ({
    ...account(name),
    name,
    withdrawAccount: account(`${name} withdraw`)
  })
  return {
    operator: validator('operator'),
    bots: Array.from({ length: validators - 1 }, (_, i) => validator(`bot ${i + 1}`)),
    deployer: account('deployer'),
    rewardVault: account('reward vault'),
    council: [1, 2, 3].map((i) => account(`council ${i}`)),
    delegator: account('delegator'),
    outsider: account('outsider'),
    prover: account('prover')
  }
}
