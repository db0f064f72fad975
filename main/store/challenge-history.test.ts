import { mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { describe, expect, it } from 'vitest'
import type { ChallengeRow } from '../../shared/domain/challenge.ts'
import { openHistory } from './history.ts'

const hash = `0x${'ab'.repeat(32)}` as const
const row = (over: Partial<ChallengeRow> = {}): ChallengeRow => ({
  outputIndex: 3n,
  challenger: `0x${'cc'.repeat(20)}`,
  asserter: `0x${'aa'.repeat(20)}`,
  role: 'challenger',
  status: 'ASSERTER_TURN',
  outcome: null,
  createdAtSec: 1_000,
  turnFromSec: 1_000,
  timeoutAtSec: 1_600,
  whoseMove: 'asserter',
  moves: [
    {
      what: 'created',
      by: 'challenger',
      turn: 1,
      atSec: 1_000,
      txHash: hash,
      segStart: 2n ** 70n,
      segSize: 40n,
      segments: [hash]
    },
    {
      what: 'proven',
      by: 'challenger',
      turn: null,
      atSec: 1_100,
      txHash: hash,
      segStart: null,
      segSize: null,
      segments: []
    }
  ],
  next: null,
  proof: null,
  money: { bondedWei: 5n * 10n ** 21n, wonWei: 0n, lostWei: 0n },
  ...over
})
const path = (): string => join(mkdtempSync(join(tmpdir(), 'challenges-')), 'history.db')

describe('disputes in the history', () => {
  it('come back as they were, after a restart too', () => {
    const file = path()
    const first = openHistory(file)
    first.upsertChallenge(row())
    first.close()
    const second = openHistory(file)
    expect(second.challenges()).toEqual([row()])
    second.close()
  })

  it('forget what only a running engine knows', () => {
    const history = openHistory(':memory:')
    const proof = { kind: 'zkvm', targetBlock: 1n, stage: 'proving', startedAtMs: 1, message: null } as const
    history.upsertChallenge(row({ proof }))
    expect(history.challenges()[0]?.proof).toBeNull()
  })

  it('are replaced by game, removed by game, and listed newest first', () => {
    const history = openHistory(':memory:')
    const other = row({ createdAtSec: 2_000, outcome: 'proven' })
    for (const one of [row(), other, row({ outcome: 'cancelled' })]) history.upsertChallenge(one)
    expect(history.challenges().map((r) => [r.createdAtSec, r.outcome])).toEqual([
      [2_000, 'proven'],
      [1_000, 'cancelled']
    ])
    expect(history.challenges(1)).toHaveLength(1)
    history.removeChallenge(other)
    expect(history.challenges().map((r) => r.createdAtSec)).toEqual([1_000])
  })

  it('are given a place in a file of the version before', () => {
    const file = path()
    const db = new DatabaseSync(file)
    db.exec(`CREATE TABLE outputs (idx INTEGER PRIMARY KEY, l2_block INTEGER NOT NULL, root TEXT NOT NULL, submitter TEXT NOT NULL,
      mine INTEGER NOT NULL, submitted_at INTEGER NOT NULL, l1_block INTEGER NOT NULL, tx_hash TEXT NOT NULL, verdict TEXT NOT NULL,
      finalized_at INTEGER NOT NULL, deleted INTEGER NOT NULL, reward_wei TEXT, paid_at INTEGER, gas_used TEXT, fee_wei TEXT) STRICT;
      CREATE TABLE meta (key TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT;
      INSERT INTO meta VALUES ('kept', 'yes'); PRAGMA user_version = 1`)
    db.close()
    const history = openHistory(file)
    history.upsertChallenge(row())
    expect([history.getMeta('kept'), history.challenges().length]).toEqual(['yes', 1])
    history.close()
  })
})
