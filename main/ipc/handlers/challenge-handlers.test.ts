import { describe, expect, it } from 'vitest'
import type { ChallengeRow } from '../../../shared/domain/challenge.ts'
import type { Address } from '../../../shared/domain/hex.ts'
import { idleSnapshot } from '../../idle-snapshot.ts'
import { challengeHandlers } from './challenge-handlers.ts'

const alice: Address = `0x${'aA'.repeat(20)}`
const bob: Address = `0x${'bb'.repeat(20)}`
const view = { signal: new AbortController().signal, view: { setVisible: () => {} } } as never

const row = (outputIndex: bigint, createdAtSec: number, over: Partial<ChallengeRow> = {}): ChallengeRow => ({
  outputIndex,
  challenger: alice,
  asserter: bob,
  role: 'watcher',
  status: 'NONE',
  outcome: 'proven',
  createdAtSec,
  turnFromSec: null,
  timeoutAtSec: null,
  whoseMove: null,
  moves: [],
  next: null,
  proof: null,
  money: { bondedWei: 0n, wonWei: 0n, lostWei: 0n },
  ...over
})

const idle = idleSnapshot({
  network: { name: 'practice', label: 'Practice', l1ChainId: 1, l2ChainId: 2, practice: true },
  roles: { submitter: true, challenger: true, publicRound: true }
})

const handlersOf = ({ live = [], stored = [] }: { live?: ChallengeRow[]; stored?: ChallengeRow[] }) =>
  challengeHandlers({
    info: () => ({
      version: '1.2.3',
      shell: 'browser',
      dataFolder: '/d',
      network: 'n',
      practice: true,
      platform: 'linux'
    }),
    engine: { snapshot: () => ({ ...idle, challenges: live }), recentEvents: () => [] },
    history: {
      challenges: (limit) => [...stored].sort((a, b) => b.createdAtSec - a.createdAtSec).slice(0, limit),
      challengeCount: () => stored.length,
      output: () => null
    }
  })

const list = async (known: Parameters<typeof handlersOf>[0], input: { includePast: boolean; limit: number }) => {
  const { rows, total } = await handlersOf(known)['challenges.list'](input, view)
  return { times: rows.map(({ createdAtSec }) => createdAtSec), total }
}

describe('challenges.list', () => {
  const stored = [10, 20, 30, 40].map((at) => row(BigInt(at), at))

  it('gives the newest ones first, as many as asked for, and says how many there are', async () => {
    expect(await list({ stored }, { includePast: true, limit: 3 })).toEqual({ times: [40, 30, 20], total: 4 })
    expect(await list({ stored }, { includePast: true, limit: 500 })).toEqual({ times: [40, 30, 20, 10], total: 4 })
  })

  it('never leaves out an open one, however old', async () => {
    const live = [row(1n, 5, { outcome: null })]
    expect((await list({ stored: [...live, ...stored], live }, { includePast: true, limit: 2 })).times).toEqual([40, 5])
    expect(await list({ stored, live }, { includePast: false, limit: 5 })).toEqual({ times: [5], total: 1 })
  })

  it('prefers what the engine knows now over what was kept', async () => {
    const live = [row(10n, 10, { role: 'challenger', challenger: alice.toLowerCase() as Address })]
    const { rows } = await handlersOf({ stored, live })['challenges.list']({ includePast: true, limit: 9 }, view)
    expect(rows).toHaveLength(4)
    expect(rows.at(-1)?.role).toBe('challenger')
  })

  it('is empty before there is anything', async () => {
    expect(await list({}, { includePast: true, limit: 50 })).toEqual({ times: [], total: 0 })
  })
})

describe('challenges.get', () => {
  const twice = [row(7n, 100, { outcome: 'challenger-timed-out' }), row(7n, 300, { outcome: null })]

  it('finds the newest of two, or the one of that time, whatever the case of the address', async () => {
    const { 'challenges.get': get } = handlersOf({ stored: twice })
    const asked = { outputIndex: 7n, challenger: alice.toLowerCase() as Address }
    expect((await get(asked, view))?.createdAtSec).toBe(300)
    expect((await get({ ...asked, createdAtSec: 100 }, view))?.createdAtSec).toBe(100)
  })

  it('gives null for what does not exist', async () => {
    const { 'challenges.get': get } = handlersOf({ stored: twice })
    expect(await get({ outputIndex: 8n, challenger: alice }, view)).toBeNull()
    expect(await get({ outputIndex: 7n, challenger: bob }, view)).toBeNull()
    expect(await get({ outputIndex: 7n, challenger: alice, createdAtSec: 5 }, view)).toBeNull()
  })
})

describe('challenges.export', () => {
  it('is JSON with the case in it', async () => {
    const { 'challenges.export': exportCase } = handlersOf({ stored: [row(7n, 100)] })
    const text = await exportCase({ outputIndex: 7n, challenger: alice }, view)
    expect(JSON.parse(text)).toMatchObject({ appVersion: '1.2.3', dispute: { outputIndex: '7', outcome: 'proven' } })
  })

  it('refuses what does not exist by name', async () => {
    const { 'challenges.export': exportCase } = handlersOf({})
    const wanted = async () => exportCase({ outputIndex: 7n, challenger: alice }, view)
    await expect(wanted()).rejects.toMatchObject({ code: 'CHALLENGE_UNKNOWN' })
  })
})
