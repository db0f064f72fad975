import { describe, expect, it } from 'vitest'
import { type ScenarioName, scenarios } from '../dev/scenarios.ts'
import { turnNotices } from './turn-announcer.tsx'

const nowMs = 1_795_000_000_000
const told = (name: ScenarioName) => turnNotices(scenarios[name](nowMs).challenges, { timeZone: 'UTC' })

describe('turnNotices', () => {
  it('says which move is due until when', () => {
    expect(told('challenged')).toEqual([
      {
        key: expect.stringMatching(/^12840:0x3c44/),
        text: 'Your move in the challenge of output 12,840 until 11:46:20.'
      }
    ])
  })

  it.each<ScenarioName>(['challenging', 'challenge-watching', 'challenge-won', 'challenge-collect', 'waiting'])(
    'says nothing of %s',
    (name) => expect(told(name)).toEqual([])
  )

  it('has one notice per turn: the same while it lasts, another for the next', () => {
    const [row] = scenarios.challenged(nowMs).challenges
    const [before] = told('challenged')
    const later = row && turnNotices([{ ...row, next: null }])
    expect(later?.[0]?.key).toBe(before?.key)
    const next = row && turnNotices([{ ...row, moves: [...row.moves, ...row.moves.slice(-1)] }])
    expect(next?.[0]?.key).not.toBe(before?.key)
  })
})
