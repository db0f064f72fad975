import { getAddress, isAddress } from 'viem'
import type { Address } from './hex.ts'

export const accountProblems = ['ACCOUNT_EMPTY', 'ACCOUNT_MALFORMED', 'ACCOUNT_CHECKSUM', 'ACCOUNT_ZERO'] as const
export type AccountProblem = (typeof accountProblems)[number]
export type ParsedAccount = { ok: true; account: Address } | { ok: false; problem: AccountProblem }

/** An account as typed or pasted, returned with its checksum. Mixed case must have the right checksum: a wrong one is a typing error. */
export function parseAccount(typed: string): ParsedAccount {
  const text = typed.trim()
  if (text === '') return { ok: false, problem: 'ACCOUNT_EMPTY' }
  if (!/^0x[0-9a-fA-F]{40}$/.test(text)) return { ok: false, problem: 'ACCOUNT_MALFORMED' }
  if (/^0x0{40}$/.test(text)) return { ok: false, problem: 'ACCOUNT_ZERO' }
  const digits = text.slice(2)
  const oneCase = digits === digits.toLowerCase() || digits === digits.toUpperCase()
  if (!oneCase && !isAddress(text, { strict: true })) return { ok: false, problem: 'ACCOUNT_CHECKSUM' }
  return { ok: true, account: getAddress(text.toLowerCase()) }
}
