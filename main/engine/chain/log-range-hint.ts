/** What a provider's refusal of eth_getLogs says about the range: its limit for every request, and the block up to which this request would have done. Both null: just "too much". */
export type LogRangeHint = { blocks: bigint | null; toBlock: bigint | null }

const number = String.raw`(0x[0-9a-f]+|\d+)`
const count = String.raw`(\d[\d,_.']*)\s*(k\b)?`
const worse = '(?:more|larger|greater|wider|bigger)'
const pattern = (text: string): RegExp => new RegExp(text, 'i')

const suggestions = [
  pattern(String.raw`\[\s*${number}\s*,\s*${number}\s*\]`),
  pattern(String.raw`\b(?:try|retry|use)\b.{0,40}\brange:? ${number}\s*(?:-|to)\s*${number}`)
]
const limits = [
  pattern(
    String.raw`(?:limited to|limit(?: is| of|:)?|up to|at most|max(?:imum)?(?: is| of|:)?)\s+(?:an? )?${count}\s*-?\s*block`
  ),
  pattern(String.raw`(?:limited to|up to) (?:an? )?${count}\s*(?:block )?range`),
  pattern(String.raw`max(?:imum)? (?:allowed )?(?:block )?range(?: allowed)?(?: is| of|:)?\s*${count}`),
  pattern(`max(?:imum)? is(?: set to)? ${count}`),
  pattern(
    String.raw`block range[^\d]{0,60}(?:limit|is too (?:large|wide|big)|less than|below|within|<=?|${worse} than)[^\d]{0,40}${count}`
  ),
  pattern(String.raw`${worse} than ${count}\s*blocks`),
  pattern(String.raw`${count}\s*-?\s*block(?:s)? (?:range|limit)`)
]
const refusals =
  /block range|query returned more than|more than [\d,]+ (?:results|logs)|too many (?:results|logs|blocks)|range (?:is )?too|response size|response (?:is )?too (?:large|big)|result set|limited to|max(?:imum)? (?:block )?range|query timeout|exceeds? (?:the )?(?:max|range|limit)/i

/** Reads a refusal of eth_getLogs. Null when the text is about something else. Wordings of Alchemy, Infura, QuickNode, Ankr, Cloudflare, geth, Erigon and their kin. */
export function logRangeHint(message: string): LogRangeHint | null {
  const blocks = limitIn(message)
  const until = suggestions.map((one) => one.exec(message)?.[2]).find((found) => found !== undefined)
  if (blocks === null && until === undefined && !refusals.test(message)) return null
  return { blocks, toBlock: until === undefined ? null : BigInt(until) }
}

function limitIn(message: string): bigint | null {
  for (const limit of limits) {
    const found = limit.exec(message)
    if (found?.[1] === undefined) continue
    const blocks = BigInt(found[1].replace(/\D/g, '')) * (found[2] ? 1000n : 1n)
    if (blocks > 0n) return blocks
  }
  return null
}
