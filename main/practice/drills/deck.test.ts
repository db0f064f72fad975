import { describe, expect, it } from 'vitest'
import { createDeck } from './deck.ts'

const cards = ['a', 'b', 'c', 'd', 'e'] as const
const any = (): boolean => true

describe('a deck', () => {
  it('draws every card once before any again', () => {
    const deck = createDeck(cards, 7)
    for (let round = 0; round < 3; round++) expect(cards.map(() => deck.draw(any)).sort()).toEqual([...cards])
  })

  it('draws in an order that depends on the seed only', () => {
    const orderOf = (seed: number): string => {
      const deck = createDeck(cards, seed)
      return cards.map(() => deck.draw(any)).join('')
    }
    expect(orderOf(1)).toBe(orderOf(1))
    expect(new Set(Array.from({ length: 20 }, (_, seed) => orderOf(seed))).size).toBeGreaterThan(5)
  })

  it('draws only what fits, and what did not fit comes soon', () => {
    const deck = createDeck(cards, 3)
    const vowels = Array.from({ length: 4 }, () => deck.draw((card) => card === 'a' || card === 'e'))
    expect(vowels.toSorted()).toEqual(['a', 'a', 'e', 'e'])
    expect(Array.from({ length: 3 }, () => deck.draw(any)).toSorted()).toEqual(['b', 'c', 'd'])
    expect(() => deck.draw(() => false)).toThrow('no card fits')
  })
})
