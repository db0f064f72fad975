import type { ActionKind } from '../../../shared/domain/action.ts'
import type { ActionField, FieldProblem } from '../../../shared/domain/action-input.ts'

type Problem = FieldProblem['problem']

export const fieldTexts: Record<ActionField, { label: string; hint: string }> = {
  amount: { label: 'Amount', hint: 'A decimal, such as 1250 or 0.5.' },
  commission: { label: 'Commission', hint: 'A whole number of percent, 0 to 100.' },
  withdrawAccount: {
    label: 'Withdraw account',
    hint: 'The only account that can ever take the KRO out. It can never be changed: use one on a Ledger, and check every digit.'
  },
  to: { label: 'To', hint: 'The account that gets the ETH.' }
}

/** What an amount of this action counts. */
export const unitOf = (kind: ActionKind): 'KRO' | 'ETH' => (kind.startsWith('v1-') ? 'ETH' : 'KRO')

export const problemTexts: Record<Problem, string> = {
  AMOUNT_EMPTY: 'Enter an amount.',
  AMOUNT_COMMA: 'Write it without commas, with a point before the decimals: 1250.5',
  AMOUNT_EXPONENT: 'Write the number out: 1000 instead of 1e3.',
  AMOUNT_NEGATIVE: 'The amount cannot be negative.',
  AMOUNT_NOT_A_NUMBER: 'This is not a number. Write digits, and a point before the decimals.',
  AMOUNT_TOO_MANY_DECIMALS: 'There are 18 decimals at most.',
  AMOUNT_TOO_LARGE: 'This is more than there can ever be.',
  COMMISSION_EMPTY: 'Enter a rate.',
  COMMISSION_NOT_WHOLE: 'The rate is a whole number of percent.',
  COMMISSION_OUT_OF_RANGE: 'The rate is 0 to 100 percent.',
  ACCOUNT_EMPTY: 'Enter an account.',
  ACCOUNT_MALFORMED: 'An account is 0x and 40 digits of 0-9 and a-f.',
  ACCOUNT_CHECKSUM: 'Capital and small letters do not fit together: there is a typing error in it.',
  ACCOUNT_ZERO: 'Nobody has the account zero: what goes there is lost.'
}

/** Not said before something was typed. */
export const isEmptyProblem = (problem: Problem): boolean => problem.endsWith('_EMPTY')
