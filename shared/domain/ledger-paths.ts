/** Where wallets keep their accounts on a Ledger. */
export const ledgerPathKinds = ['ledger-live', 'bip44', 'legacy'] as const
export type LedgerPathKind = (typeof ledgerPathKinds)[number]

/** Derivation path of account number `i` (0, 1, ...), written with `'` as the device library wants it. */
export function ledgerPath(kind: LedgerPathKind, i: number): string {
  if (!Number.isSafeInteger(i) || i < 0 || i >= 2 ** 31) throw new RangeError(`no account number ${i} on a Ledger`)
  switch (kind) {
    case 'ledger-live':
      return `44'/60'/${i}'/0/0`
    case 'bip44':
      return `44'/60'/0'/0/${i}`
    case 'legacy':
      return `44'/60'/0'/${i}`
  }
}

export type LedgerPlace = { kind: LedgerPathKind; account: number; path: string }

/** The paths to try when an address is looked for, likeliest first; the same path is named once. */
export function ledgerPaths(accounts: number): LedgerPlace[] {
  const places = Array.from({ length: accounts }, (_, account) =>
    ledgerPathKinds.map((kind) => ({ kind, account, path: ledgerPath(kind, account) }))
  ).flat()
  return places.filter(({ path }, i) => places.findIndex((place) => place.path === path) === i)
}
