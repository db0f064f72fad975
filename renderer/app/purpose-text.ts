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

/** What a transaction is for (`submit-output:12`) in words; a purpose unknown here is shown as it is. */
export const purposeText = (purpose: string): string => {
  const [what = '', output = ''] = purpose.split(':')
  const text = texts.get(what)
  return text === undefined || !/^\d+$/.test(output) ? purpose : text(formatInteger(BigInt(output)))
}
