const gwei = 10n ** 9n

/** Base fee of an L1 block, so that fees on the practice network move as they do on mainnet: a slow wave between 4 and 20 gwei with a ripple of its own for each seed. anvil's would fall to nothing on empty blocks. */
export function baseFeeWei(blockNumber: number, seed: number): bigint {
  const slow = Math.sin((blockNumber + seed * 37) / 240)
  const ripple = Math.sin(((blockNumber + seed) * 2 * Math.PI) / 17)
  return 12n * gwei + BigInt(Math.round((slow * 7 + ripple) * 1e6)) * (gwei / 1_000_000n)
}
