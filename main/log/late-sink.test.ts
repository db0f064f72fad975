import { describe, expect, it } from 'vitest'
import { createLateSink } from './late-sink.ts'

describe('createLateSink', () => {
  it('keeps the first lines in order until it is opened, and passes on the rest', () => {
    const late = createLateSink()
    const lines: string[] = []
    late.write('one')
    late.write('two')
    late.open({ write: (line) => void lines.push(line) })
    late.write('three')
    expect(lines).toEqual(['one', 'two', 'three'])
  })

  it('does not grow for ever', () => {
    const late = createLateSink()
    const lines: string[] = []
    for (let i = 0; i < 2_000; i++) late.write(`${i}`)
    late.open({ write: (line) => void lines.push(line) })
    expect(lines).toHaveLength(1_000)
    expect(lines[0]).toBe('0')
  })
})
