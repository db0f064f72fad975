import { describe, expect, it } from 'vitest'
import { createSerial } from './serial.ts'

describe('createSerial', () => {
  it('runs one after the other, in the order of asking, and goes on after a failure', async () => {
    const inTurn = createSerial()
    const seen: string[] = []
    const work = (name: string) => async (): Promise<string> => {
      seen.push(`${name} begins`)
      await new Promise((resolve) => setImmediate(resolve))
      if (name === 'b') throw new Error('b fails')
      seen.push(`${name} ends`)
      return name
    }
    const [a, b, c] = [inTurn(work('a')), inTurn(work('b')), inTurn(work('c'))]
    await expect(b).rejects.toThrow('b fails')
    expect([await a, await c]).toEqual(['a', 'c'])
    expect(seen).toEqual(['a begins', 'a ends', 'b begins', 'c begins', 'c ends'])
  })
})
