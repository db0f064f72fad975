import { keccak256, stringToHex } from 'viem'

/** Draws cards at random, none again before all others that fit were drawn. The same seed draws the same cards. */
export function createDeck<T extends string>(
  cards: readonly T[],
  seed: number
): { draw(fits: (card: T) => boolean): T } {
  let shuffles = 0
  let pile: T[] = []
  const shuffled = (): T[] => {
    shuffles += 1
    const rank = (card: T): string => keccak256(stringToHex(`${seed}:${shuffles}:${card}`))
    return cards.toSorted((a, b) => (rank(a) < rank(b) ? -1 : 1))
  }
  return {
    draw(fits) {
      let at = pile.findIndex(fits)
      if (at < 0) {
        // What is left fits nothing for now: it goes to the top of the new pile.
        pile = [...pile, ...shuffled().filter((card) => !pile.includes(card))]
        at = pile.findIndex(fits)
      }
      const [card] = pile.splice(at, 1)
      if (at < 0 || card === undefined) throw new Error('no card fits')
      return card
    }
  }
}
