import { describe, expect, it } from 'vitest'
import type { LogLine } from '../../../shared/domain/log.ts'
import { mostLines, withNewer } from './merge-lines.ts'

const line = (id: number): LogLine => ({ id: `1:${id}`, atMs: id, level: 'info', room: null, event: 'x', fields: [] })
const lines = (...ids: number[]): LogLine[] => ids.map(line)
const ids = (found: { lines: LogLine[] }): number[] => found.lines.map(({ atMs }) => atMs ?? 0)

describe('new lines', () => {
  it('stand before those that are known, each once', () => {
    expect(ids(withNewer([], lines(3, 2)))).toEqual([3, 2])
    const found = withNewer(lines(3, 2, 1), lines(5, 4, 3, 2))
    expect([ids(found), found.gap]).toEqual([[5, 4, 3, 2, 1], false])
    expect(ids(withNewer(lines(3, 2), lines(3, 2)))).toEqual([3, 2])
  })

  it('stand alone where some between were missed', () => {
    const found = withNewer(lines(3, 2), lines(9, 8))
    expect([ids(found), found.gap]).toEqual([[9, 8], true])
  })

  it('are no more than a page can show', () => {
    const known = Array.from({ length: mostLines }, (_, i) => line(mostLines - i))
    const found = withNewer(known, [line(mostLines + 1), line(mostLines)])
    expect([found.lines.length, found.lines[0]?.atMs]).toEqual([mostLines, mostLines + 1])
  })
})
