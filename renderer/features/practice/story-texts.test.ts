import { describe, expect, it } from 'vitest'
import { storyProgress } from './story-texts.ts'

describe('storyProgress', () => {
  const villain = { story: 'villain', on: true, outputIndex: 7n, submitted: false } as const

  it.each([
    [{ ...villain, on: false, outputIndex: null }, null],
    [villain, 'Waits for output 7'],
    [{ ...villain, submitted: true }, 'Output 7 is on L1'],
    [{ ...villain, story: 'my-rounds', outputIndex: null } as const, 'On: from the next draw']
  ])('%o: %s', (view, text) => {
    expect(storyProgress(view)).toBe(text)
  })
})
