import {
  againstMeRule,
  endingsRule,
  halfTimeRule,
  invalidOutputRule,
  myTurnRule,
  stuckRule
} from './challenge-rules.ts'
import { cloudRule } from './cloud-rules.ts'
import {
  asleepRule,
  clockSkewRule,
  engineRule,
  rpcBehindRule,
  rpcBudgetRule,
  rpcDownRule,
  rpcLyingRule,
  wrongChainRule
} from './place-rules.ts'
import type { Rule } from './rule.ts'
import { signatureRule } from './signature-rule.ts'
import {
  bondRule,
  commissionRule,
  jailedRule,
  lowEthRule,
  oneMissLeftRule,
  roundMissedRule,
  withdrawRule
} from './standing-rules.ts'
import { feeCapRule, foreignTransactionRule, proverRule, submissionFailedRule } from './work-rules.ts'

/** Every alert code has its rule here, and only one. */
export const allRules: readonly Rule[] = [
  jailedRule,
  oneMissLeftRule,
  roundMissedRule,
  againstMeRule,
  myTurnRule,
  halfTimeRule,
  stuckRule,
  endingsRule,
  invalidOutputRule,
  signatureRule,
  submissionFailedRule,
  feeCapRule,
  foreignTransactionRule,
  rpcDownRule,
  rpcBehindRule,
  rpcLyingRule,
  wrongChainRule,
  rpcBudgetRule,
  lowEthRule,
  bondRule,
  proverRule,
  cloudRule,
  commissionRule,
  withdrawRule,
  clockSkewRule,
  asleepRule,
  engineRule
]
