import type { ActionKind } from '../../../shared/domain/action.ts'
import type { Address } from '../../../shared/domain/hex.ts'

/** Acts that cannot be taken back once they are mined, and the steps that belong to them. */
export type Act =
  | 'submit-output'
  | 'create-challenge'
  | 'bisect'
  | 'prove'
  | 'challenger-timeout'
  | 'cancel-challenge'
  | ActionKind
  | 'approve'
  | 'cancel'
  /** Anything else that the key signs: a nonce used up, an action of an earlier run. */
  | 'other'

/** Groups of facts that both sources must tell alike. Those of `common` are wanted before every act. */
export type FactGroup = 'oracle' | 'output' | 'challenge' | 'validator' | 'stake' | 'commission' | 'wallet' | 'v1'

export type ActRule = {
  facts: readonly FactGroup[]
  /** How long a source may keep the act waiting, in milliseconds, each time it is to be signed. */
  waitMs: number
  /** When the second source says nothing: `go-on` with a warning, since what is lost by waiting is certain; `stop` where nothing is. */
  whenSilent: 'go-on' | 'stop'
  /** A bond is at stake already and is lost by doing nothing: near the deadline the act goes ahead in spite of a contradiction. */
  lateIsLoss: boolean
}

const move: ActRule = { facts: ['challenge', 'output'], waitMs: 2_000, whenSilent: 'go-on', lateIsLoss: true }
const money: ActRule = { facts: [], waitMs: 8_000, whenSilent: 'stop', lateIsLoss: false }
const ownStake: ActRule = { ...money, facts: ['validator', 'stake', 'wallet'] }
const ownRate: ActRule = { ...money, facts: ['validator', 'commission'] }
const oldPool: ActRule = { ...money, facts: ['v1'] }

/**
 * Which acts are irreversible, what a second source of L1 must confirm before each, and what happens without it. Chain id, block hash, nonce,
 * ETH balance, fees and the outcome of the call are confirmed before every act. Output roots are compared where they are looked up
 * (`own-root.ts`, `root-source.ts`), by the same rules: `submit-output`, `create-challenge`, `bisect`, `prove`.
 */
export const actRules: Readonly<Record<Act, ActRule>> = {
  // A missed round is one step towards jail; a wrong root costs the bond.
  'submit-output': { facts: ['oracle', 'validator'], waitMs: 3_000, whenSilent: 'go-on', lateIsLoss: false },
  // Puts up a new bond: not doing it costs nothing.
  'create-challenge': { ...move, facts: ['challenge', 'output', 'validator'], lateIsLoss: false },
  bisect: move,
  prove: move,
  'challenger-timeout': { ...move, lateIsLoss: false },
  'cancel-challenge': move,
  register: { ...ownStake },
  deposit: { ...ownStake },
  activate: { ...money, facts: ['validator', 'stake'] },
  unjail: { ...money, facts: ['validator'] },
  'commission-init': ownRate,
  'commission-finalize': ownRate,
  withdraw: { ...ownStake },
  'v1-unbond': oldPool,
  'v1-withdraw': oldPool,
  'v1-withdraw-to': oldPool,
  approve: { ...money, facts: ['wallet'] },
  cancel: { ...money, whenSilent: 'go-on' },
  other: { ...money, waitMs: 2_000, whenSilent: 'go-on' }
}

const isAct = (word: string): word is Act => Object.hasOwn(actRules, word)

/** Which act a transaction is, and about which output and whose challenge: `bisect:12:0x3c…:3`, `action:<id>:withdraw`, `action:<id>:deposit:approve`. */
export function actOf(purpose: string): { act: Act; outputIndex: bigint | null; challenger: Address | null } {
  const [what = '', about = '', who = '', step = who] = purpose.split(':')
  if (what === 'action') return { act: isAct(step) ? step : 'other', outputIndex: null, challenger: null }
  return {
    act: isAct(what) ? what : 'other',
    outputIndex: /^\d+$/.test(about) ? BigInt(about) : null,
    challenger: /^0x[0-9a-f]{40}$/i.test(who) ? (who as Address) : null
  }
}
