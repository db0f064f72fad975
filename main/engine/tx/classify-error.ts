/** What a node meant when it refused a transaction or a call. */
export type RefusalKind =
  | 'already-known'
  | 'nonce-too-low'
  | 'nonce-too-high'
  | 'replacement-underpriced'
  | 'underpriced'
  | 'fee-below-base'
  | 'insufficient-funds'
  | 'gas-too-low'
  | 'gas-too-high'
  | 'pool-full'
  | 'reverted'
  | 'unknown'

/** Wordings of geth, erigon, nethermind, besu, reth, anvil and hosted providers. The first match wins, so the narrow ones come first. */
const wordings: readonly (readonly [RefusalKind, RegExp])[] = [
  ['already-known', /already ?known|known transaction|already (exists|imported|in (the )?(mem)?pool)|alreadyexists/i],
  [
    'replacement-underpriced',
    /replacement (transaction|tx) underpriced|replacement ?not ?allowed|could not replace existing|underpriced ?replacement|replacement fee too low|another transaction with same nonce|transaction gas price too low to replace|feetoolowtocompete/i
  ],
  [
    'nonce-too-low',
    /nonce (is )?too low|nonce_too_low|oldnonce|old nonce|nonce.*already (been )?used|nonce has already|invalid nonce/i
  ],
  ['nonce-too-high', /nonce (is )?too high|nonce ?gap|nonceingap|nonce_too_high|too distant|nonce.*too far/i],
  [
    'fee-below-base',
    /(max ?fee ?per ?gas|fee ?cap|maxfeepergas|gas price).*(less than|below|lower than).*base ?fee|feecap ?lessthan|max fee per gas less than block base fee/i
  ],
  [
    'insufficient-funds',
    /insufficient (funds|balance|eth)|insufficientfunds|insufficient_balance|upfront cost exceeds|not enough (funds|balance)|enough funds|lack of funds/i
  ],
  [
    'underpriced',
    /underpriced|fee ?too ?low|gas price (is )?(too low|below)|tip (cap )?.*(too low|below|minimum)|priority fee.*(too low|below|minimum)/i
  ],
  [
    'gas-too-high',
    /exceeds (the )?(block|transaction|configured) gas limit|gas limit (is )?too high|gaslimitexceeded|exceeds max(imum)? (transaction|tx) gas|gas limit exceed/i
  ],
  ['gas-too-low', /intrinsic gas|out of gas|gas required exceeds|gas limit (is )?too low/i],
  [
    'pool-full',
    /txpool is full|pool is full|pool limit|tx ?pool.*overflow|too many (pending )?transactions|account ?limit/i
  ],
  ['reverted', /execution reverted|vm execution error|reverted|revert\b|panic: /i]
]

/** Pure: the node's words to a kind. `unknown` where no client is known to say so. */
export const classifyError = (text: string): RefusalKind =>
  wordings.find(([, wording]) => wording.test(text))?.[0] ?? 'unknown'
