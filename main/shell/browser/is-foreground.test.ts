import { describe, expect, it } from 'vitest'
import { isForeground } from './is-foreground.ts'

const stat = (group: number, terminal: number, foreground: number): string =>
  `4242 (a) odd (name) S 1 ${group} 4000 ${terminal} ${foreground} 4194304 100`

describe('isForeground', () => {
  it('is where the terminal listens to our group', () => expect(isForeground(() => stat(77, 34816, 77))).toBe(true))
  it('is not where it listens to another', () => expect(isForeground(() => stat(77, 34816, 4000))).toBe(false))
  it('is where there is no terminal', () => expect(isForeground(() => stat(77, 0, -1))).toBe(true))
  it('is assumed where the system does not tell', () => {
    const missing = (): string => {
      throw new Error('ENOENT')
    }
    expect(isForeground(missing)).toBe(true)
  })
})
