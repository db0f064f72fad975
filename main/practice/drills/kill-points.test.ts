import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { JournalPort } from '../../engine/ports.ts'
import { systemClock } from '../../engine/runtime/clock.ts'
import { openJournalFile } from '../../store/journal-file.ts'
import { deadlyPorts, isPassed, type KillPoint, killPoints } from './kill-points.ts'

const provingTurn = 5
const challenger = `0x${'ab'.repeat(20)}`

describe('the points that a move passes', () => {
  const passedBy = (turn: number): string[] => killPoints.filter((point) => isPassed(point, turn, provingTurn))

  it('are those of the prover for a proof only', () => {
    const ofProver = ['proof-asked', 'proof-answered', 'proof-kept']
    expect(passedBy(5)).toEqual([...killPoints])
    expect(passedBy(3)).toEqual(killPoints.filter((point) => !ofProver.includes(point)))
  })

  it('leave out what opening and closing a game do not have', () => {
    expect(passedBy(1)).not.toContain('turn-noticed')
    expect(passedBy(6)).not.toContain('turn-noticed')
    expect(passedBy(6)).not.toContain('while-starting')
  })
})

describe('a journal that ends its process', () => {
  class Dead extends Error {}
  let folder: string
  let journalPath: string
  let journal: JournalPort & { close(): Promise<void> }
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'kill-points-'))
    journalPath = join(folder, 'journal')
    journal = openJournalFile(journalPath)
  })
  afterEach(async () => {
    await journal.close()
    await rm(folder, { recursive: true })
  })

  const records = [
    { type: 'intent', purpose: `bisect:3:${challenger}:2`, nonce: 7 },
    { type: 'signed', purpose: `bisect:3:${challenger}:2`, nonce: 7 },
    { type: 'intent', purpose: `bisect:3:${challenger}:4`, nonce: 8 },
    { type: 'signed', purpose: `bisect:3:${challenger}:4`, nonce: 8 },
    { type: 'published', nonce: 8 },
    { type: 'mined', nonce: 7 },
    { type: 'mined', nonce: 8 }
  ]

  /** Writes until it dies; how many records were begun, and how many whole ones are left. */
  async function dieAt(point: KillPoint): Promise<[number, number]> {
    const log = { debug() {}, info() {}, warn() {}, error() {} }
    const ports = deadlyPorts(
      {
        ...{ clock: systemClock, log, journal, history: {} as never, key: { kind: 'watch', account: '0x0' } as const },
        proofs: { post: async () => ({ status: 200, text: '' }), store: {} as never }
      },
      {
        kill: { point, turn: 4 },
        provingTurn,
        journalPath,
        die: () => {
          throw new Dead()
        }
      }
    )
    let begun = 0
    try {
      for (const record of records) {
        begun += 1
        await ports.journal.append(record)
      }
    } catch (error) {
      if (!(error instanceof Dead)) throw error
    }
    const whole = (await readFile(journalPath, 'utf8')).split('\n').length - 1
    return [begun, whole]
  }

  it.each<[KillPoint, number, number]>([
    ['before-intent', 3, 2],
    ['after-intent', 3, 3],
    ['signature-torn', 4, 3],
    ['signature-kept', 4, 4],
    ['published', 5, 4],
    ['publication-kept', 5, 5],
    ['receipt-seen', 7, 6],
    ['receipt-kept', 7, 7]
  ])('%s: dies in the turn it was told, at record %i with %i kept', async (point, begun, whole) => {
    expect(await dieAt(point)).toEqual([begun, whole])
  })
})
