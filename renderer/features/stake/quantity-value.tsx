import type { Quantity } from '../../../shared/domain/action.ts'
import { TimeValue } from '../../app/time-value.tsx'
import { formatGwei, formatInteger } from '../../format/amount.ts'
import { formatDuration } from '../../format/duration.ts'
import { Amount } from '../../ui/amount.tsx'
import { HexValue } from '../../ui/hex-value.tsx'
import { statusTexts } from './status-texts.ts'

/** Prices of gas are ETH too, but nobody reads them so. */
const gasPriceBelowWei = 10n ** 13n

/** A value in the words and digits of its unit, with its exact form on demand. */
export const QuantityValue = ({ quantity }: { quantity: Quantity }) => {
  switch (quantity.unit) {
    case 'kro-wei':
      return <Amount wei={quantity.value} unit="KRO" decimals={4} />
    case 'eth-wei':
      return quantity.value > 0n && quantity.value < gasPriceBelowWei ? (
        `${formatGwei(quantity.value)} gwei`
      ) : (
        <Amount wei={quantity.value} unit="ETH" decimals={6} />
      )
    case 'percent':
      return `${quantity.value} %`
    case 'seconds':
      return formatDuration(quantity.value)
    case 'time':
      return quantity.value === 0 ? '–' : <TimeValue sec={quantity.value} />
    case 'count':
      return formatInteger(quantity.value)
    case 'status':
      return statusTexts[quantity.value].text
    case 'address':
      return <HexValue hex={quantity.value} ends={6} what="account" />
    case 'hash':
      return <HexValue hex={quantity.value} ends={6} what="hash" />
    case 'yes-no':
      return quantity.value ? 'yes' : 'no'
  }
}
