import type { ActionKind } from '../../shared/domain/action.ts'
import { formatInteger } from '../format/amount.ts'

const texts = new Map<string, (output: string) => string>(
  Object.entries({
    'submit-output': (output) => `Output ${output}`,
    'create-challenge': (output) => `Challenge of output ${output}`,
    bisect: (output) => `Move in the challenge of output ${output}`,
    prove: (output) => `Proof against output ${output}`,
    'challenger-timeout': (output) => `Closing the challenge of output ${output}`,
    'cancel-challenge': (output) => `Cancelling the challenge of output ${output}`
  })
)

const actions: Record<ActionKind, string> = {
  register: 'Registration',
  deposit: 'Deposit',
  activate: 'Activation',
  unjail: 'Release from jail',
  'commission-init': 'Change of the commission',
  'commission-finalize': 'End of the commission change',
  withdraw: 'Withdrawal',
  'v1-unbond': 'Release of old bonds',
  'v1-withdraw': 'Withdrawal from the old pool',
  'v1-withdraw-to': 'Withdrawal from the old pool',
  'submit-output': 'Output, signed on the Ledger'
}
const actionNames = new Map<string, string>(Object.entries(actions))
const stepNames = new Map([
  ['approve', ', step 1: approval'],
  ['cancel', ', cancelled']
])

/** `deposit`, `deposit:approve`, `withdraw:cancel`. */
const actionText = ([kind = '', step = '']: readonly string[]): string =>
  `${actionNames.get(kind) ?? 'An action of yours'}${stepNames.get(step) ?? ''}`

/** What a transaction is for (`submit-output:12`) in words; a purpose unknown here is shown as it is. */
export const purposeText = (purpose: string): string => {
  const [what = '', output = '', ...rest] = purpose.split(':')
  if (what === 'action') return actionText(rest)
  const text = texts.get(what)
  return text === undefined || !/^\d+$/.test(output) ? purpose : text(formatInteger(BigInt(output)))
}
