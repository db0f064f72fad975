import type { ActionPreview } from '../../../shared/domain/action.ts'
import { formatAmount, formatInteger } from '../../format/amount.ts'

/** The one value that tells an action from another of its kind: `1,000 KRO`, `12 %`, the number of an output; empty where it has none. */
export function mainValue({ call }: Pick<ActionPreview, 'call'>): string {
  const output = call.args.find(({ name }) => name === 'outputIndex')?.value
  if (output?.unit === 'count') return formatInteger(output.value)
  const value = call.args
    .map((argument) => argument.value)
    .find(({ unit }) => unit.endsWith('-wei') || unit === 'percent')
  if (value?.unit === 'kro-wei' || value?.unit === 'eth-wei')
    return `${formatAmount(value.value, 4).text} ${value.unit === 'kro-wei' ? 'KRO' : 'ETH'}`
  return value?.unit === 'percent' ? `${value.value} %` : ''
}
