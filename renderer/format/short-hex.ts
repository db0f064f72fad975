/** `0x1234…abcd`: the ends of an address or hash. Short values come back whole. */
export const shortHex = (hex: string, ends = 4): string =>
  hex.length <= 2 + 2 * ends + 1 ? hex : `${hex.slice(0, 2 + ends)}…${hex.slice(-ends)}`
