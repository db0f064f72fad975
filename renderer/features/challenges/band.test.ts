import { describe, expect, it } from 'vitest'
import type { ChallengeRow } from '../../../shared/domain/challenge.ts'
import { challengeDouble, decisionTimes } from '../../dev/challenge-double.ts'
import { me, other } from '../../dev/snapshot-double.ts'
import { bandOf, partStates } from './band.ts'

const nowSec = 1_795_000_000
const game = (taken: number[], over: Partial<ChallengeRow> = {}) =>
  challengeDouble(
    nowSec,
    { outputIndex: 10n, challenger: me, asserter: other, taken, agoSec: [400, 300, 200, 100] },
    over
  )
const times = decisionTimes(nowSec)
const rowsOf = (row: ChallengeRow) =>
  bandOf(row)?.rows.map(({ kind, startBlock, endBlock, parts, chosen }) => [
    kind,
    startBlock,
    endBlock,
    parts,
    chosen && [chosen.startBlock, chosen.endBlock]
  ])

describe('bandOf', () => {
  it('begins with the whole output, nothing chosen', () => {
    const band = bandOf(game([]))
    expect(rowsOf(game([]))).toEqual([['turn', 16_200n, 18_000n, 8, null]])
    expect(band?.left).toEqual({ startBlock: 16_200n, endBlock: 18_000n, blocks: 1_800n })
  })

  it('zooms into the part that each next turn took', () => {
    expect(rowsOf(game([5, 2, 7]))).toEqual([
      ['turn', 16_200n, 18_000n, 8, [17_325n, 17_550n]],
      ['turn', 17_325n, 17_550n, 5, [17_415n, 17_460n]],
      ['turn', 17_415n, 17_460n, 9, [17_450n, 17_455n]],
      ['turn', 17_450n, 17_455n, 5, null]
    ])
    expect(bandOf(game([5, 2, 7]))?.rows[0]?.chosen).toMatchObject({ from: 0.625, to: 0.75, planned: false })
  })

  it('marks what the own node would name next as planned', () => {
    const next = { kind: 'act', action: 'bisect', rule: 'MY_TURN_TO_BISECT', pos: 4, proof: null, ...times } as const
    const band = bandOf(game([5], { next }))
    expect(band?.rows.at(-1)?.chosen).toMatchObject({ startBlock: 17_505n, endBlock: 17_550n, planned: true })
    expect(band?.left.blocks).toBe(225n)
  })

  it.each([
    ['the decision', { next: true }],
    ['the proof under way', { next: false }]
  ])('ends in the one block to prove, known from %s', (_, { next }) => {
    const step = { kind: 'zkvm', targetBlock: 17_453n } as const
    const over: Partial<ChallengeRow> = next
      ? { next: { kind: 'act', action: 'prove', rule: 'READY_TO_PROVE', pos: 2, proof: step, ...times } }
      : { proof: { ...step, stage: 'proving', startedAtMs: 0, message: null } }
    const band = bandOf(game([5, 2, 7], over))
    expect(band?.rows.at(-1)).toMatchObject({ kind: 'proof', startBlock: 17_452n, endBlock: 17_453n, blocks: 1n })
    expect(band?.rows.at(-2)?.chosen).toMatchObject({ from: 0.4, to: 0.6 })
    expect(band?.left.blocks).toBe(1n)
  })

  it('shows the first block of a late asserter inside a large part', () => {
    const step = { kind: 'zkevm', targetBlock: 16_201n } as const
    const next = { kind: 'act', action: 'prove', rule: 'ASSERTER_LATE_PROVE_FIRST_BLOCK', pos: 0, proof: step } as const
    const band = bandOf(game([], { next: { ...next, ...times } }))
    expect(band?.rows.map(({ blocks }) => blocks)).toEqual([1_800n, 1n])
    const [first] = band?.rows ?? []
    expect(first && partStates(first)).toEqual(['chosen', ...Array.from({ length: 7 }, () => 'after')])
  })

  it('leaves out turns that were not read, and does not guess beyond them', () => {
    const row = game([5, 2], {
      proof: { kind: 'zkvm', targetBlock: 17_453n, stage: 'proving', startedAtMs: 0, message: null }
    })
    const moves = row.moves.map((move, i) =>
      i === 0 ? move : { ...move, segStart: null, segSize: null, segments: [] }
    )
    const band = bandOf({ ...row, moves })
    expect(band?.unread).toEqual([2, 3])
    expect(band?.rows).toHaveLength(1)
    expect(band?.left.blocks).toBe(1_800n)
  })

  it('draws no cuts where the hashes do not fit the range, and ignores a target outside of it', () => {
    const row = game([])
    const [first] = row.moves
    const odd = first ? [{ ...first, segments: first.segments.slice(0, 8) }] : []
    expect(bandOf({ ...row, moves: odd })?.rows[0]?.parts).toBe(1)
    const proof = { kind: 'zkvm', targetBlock: 5n, stage: 'proving', startedAtMs: 0, message: null } as const
    expect(bandOf({ ...row, proof })?.rows[0]?.chosen).toBeNull()
  })

  it('is null without a turn', () => expect(bandOf({ ...game([]), moves: [] })).toBeNull())
})

describe('partStates', () => {
  it('parts a row into agreed, chosen and what follows', () => {
    const [, second] = bandOf(game([5, 2]))?.rows ?? []
    expect(second && partStates(second)).toEqual(['agreed', 'agreed', 'chosen', 'after', 'after'])
  })
})
