import { mnemonicToAccount } from 'viem/accounts'
import { describe, expect, it } from 'vitest'
import { mnemonicFromEntropy, practiceMnemonic } from './practice-mnemonic.ts'

describe('mnemonicFromEntropy', () => {
  it.each([
    ['00000000000000000000000000000000', `${'abandon '.repeat(11)}about`],
    ['7f7f7f7f7f7f7f7f7f7f7f7f7f7f7f7f', 'legal winner thank year wave sausage worth useful legal winner thank yellow'],
    ['ffffffffffffffffffffffffffffffff', `${'zoo '.repeat(11)}wrong`],
    [
      '77c2b00716cec7213839159e404db50d',
      'jelly better achieve collect unaware mountain thought cargo oxygen act hood bridge'
    ],
    ['00'.repeat(32), `${'abandon '.repeat(23)}art`]
  ])('%s is the phrase of the published vector', (entropy, words) => {
    expect(mnemonicFromEntropy(Buffer.from(entropy, 'hex'))).toBe(words)
  })
})

describe('practiceMnemonic', () => {
  it('is a phrase that wallets take, the same for a seed and different for each', () => {
    const phrases = [1, 2, 3].flatMap((seed) => [practiceMnemonic(seed, 'own'), practiceMnemonic(seed, 'other')])
    expect(new Set(phrases.map((phrase) => mnemonicToAccount(phrase).address)).size).toBe(6)
    expect(practiceMnemonic(1, 'own')).toBe(phrases[0])
  })
})
