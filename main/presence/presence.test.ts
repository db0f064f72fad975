import { beforeEach, describe, expect, it } from 'vitest'
import { preferencesSchema } from '../../shared/config/preferences.ts'
import type { ChallengeRow } from '../../shared/domain/challenge.ts'
import type { Address, Hash } from '../../shared/domain/hex.ts'
import type { OutputRow } from '../../shared/domain/output.ts'
import type { EngineSnapshot } from '../../shared/domain/snapshot.ts'
import type { ValidatorView } from '../../shared/domain/validator.ts'
import { idleSnapshot } from '../idle-snapshot.ts'
import type { QuitCaution } from '../shell/shell.ts'
import { connectPresence } from './connect-presence.ts'
import { quitCaution } from './quit-caution.ts'

const me: Address = '0x00000000000000000000000000000000000000aa'
const hash: Hash = `0x${'0'.repeat(64)}`
const nowSec = 1_764_000_000
const kro = 10n ** 18n
const network = { name: 'mainnet', label: 'Kroma Mainnet', l1ChainId: 1, l2ChainId: 255, practice: false }

/** Outputs an hour apart; the present round, another's, ends in half an hour. */
const snapshot = (changes: Partial<EngineSnapshot> = {}): EngineSnapshot => ({
  ...idleSnapshot({ network, roles: { submitter: true, challenger: true, publicRound: false } }),
  state: 'running',
  account: me,
  priorityValidator: '0x00000000000000000000000000000000000000bb',
  chain: { l1: { number: 1n, timestampSec: nowSec, hash }, seenAtMs: 5_000, l2: null, l2BlockTimeSec: 2 },
  validator: {
    status: 'ACTIVE',
    noSubmissionCount: 1,
    jailThreshold: 2,
    weightWei: 10n * kro,
    totalWeightWei: 100n * kro,
    bondedKroWei: 600n * kro
  } as ValidatorView,
  next: {
    kind: 'wait',
    reason: 'OTHERS_PRIORITY_ROUND',
    untilSec: null,
    outputIndex: 7n,
    l2BlockNumber: 11_800n,
    dueAtSec: nowSec,
    publicRoundAtSec: nowSec + 1_800,
    nextLookAtSec: nowSec,
    deadlineSec: null
  },
  outputs: [{ l2BlockNumber: 10_000n } as OutputRow],
  ...changes
})
const game = {
  outputIndex: 5n,
  challenger: '0x00000000000000000000000000000000000000bb',
  role: 'asserter',
  outcome: null,
  whoseMove: 'asserter',
  turnFromSec: nowSec,
  timeoutAtSec: nowSec + 3_600,
  money: { bondedWei: 200n * kro, wonWei: 0n, lostWei: 0n }
} as Partial<ChallengeRow> as ChallengeRow

describe('quitCaution', () => {
  it('says how likely the validator is needed in the next hours, and what is at stake', () => {
    // Eight rounds end, the first is another's: 1 - 0.9⁷ = 52 %; two or more of seven: 1 - 0.9⁷ - 7·0.1·0.9⁶ = 15 %.
    expect(quitCaution(snapshot(), nowSec)?.detail).toBe(
      '8 priority rounds end in the next 8 hours. Chance that one of them is yours: 52 %; 1 more miss stays without consequence; chance of jail: 15 %.\n' +
        'At most 600 KRO can be lost to disputes that nobody answers.'
    )
  })

  it('names the moves that are due, and transactions under way', () => {
    const theirs: ChallengeRow = { ...game, outputIndex: 6n, whoseMove: 'challenger', timeoutAtSec: nowSec + 7_200 }
    const busy = snapshot({ challenges: [game, theirs], pending: [{}, {}] as EngineSnapshot['pending'] })
    expect(quitCaution(busy, nowSec)?.detail.split('\n').slice(0, 3)).toEqual([
      'Dispute of output 5: it is your move, until 2025-11-24 17:00 UTC (in 1 h 0 min). Without it the dispute is lost.',
      'Dispute of output 6: once the other side moves, your answer may be due by 2025-11-24 18:00 UTC (in 2 h 0 min).',
      '2 transactions are under way.'
    ])
    expect(quitCaution(snapshot({ pending: [{}] as EngineSnapshot['pending'] }), nowSec)?.detail).toContain(
      'A transaction is under way.'
    )
  })

  it('knows a round that is mine already, and one miss too many', () => {
    const validator = { ...snapshot().validator, noSubmissionCount: 2 } as ValidatorView
    expect(quitCaution(snapshot({ priorityValidator: me, validator }), nowSec)?.detail).toContain(
      'The present round is yours; the next miss leads to jail; chance of jail: 100 %.'
    )
  })

  it('says what it does not know', () => {
    expect(quitCaution(snapshot({ outputs: [] }), nowSec)?.detail).toContain('not known yet')
  })

  it('has nothing to say where nothing can be missed', () => {
    const validator = { ...snapshot().validator, status: 'EXITED', bondedKroWei: 0n } as ValidatorView
    expect(quitCaution(snapshot({ validator }), nowSec)).toBeNull()
    expect(quitCaution(snapshot({ state: 'stopped' }), nowSec)).toBeNull()
    expect(quitCaution(snapshot({ validator: null }), nowSec)).toBeNull()
    expect(quitCaution(snapshot({ network: { ...network, practice: true } }), nowSec)).toBeNull()
  })
})

describe('connectPresence', () => {
  let now: EngineSnapshot
  let tellSnapshot: (snapshot: EngineSnapshot) => void
  let wakeUp: () => void
  let askQuit: () => QuitCaution | null
  const awake: boolean[] = []
  const applied: boolean[] = []
  let wakes = 0

  const connect = () =>
    connectPresence({
      shell: {
        keepAwake: (on) => void awake.push(on),
        onWake: (act) => {
          wakeUp = act
        },
        onQuitAsked: (ask) => {
          askQuit = ask
        },
        applyPreferences: async ({ host }) => void applied.push(host.autostart)
      },
      engine: {
        snapshot: () => now,
        onSnapshot: (listener) => {
          tellSnapshot = listener
        },
        wake: () => void wakes++
      },
      clock: { now: () => 5_000 }
    })
  const preferences = (keepAwake: boolean) => preferencesSchema.parse({ host: { keepAwake, autostart: true } })

  beforeEach(() => {
    awake.length = 0
    applied.length = 0
    wakes = 0
    now = snapshot()
  })

  it('keeps the machine awake while a dispute is open, as long as that is wished', async () => {
    const presence = connect()
    await presence.wish(preferences(true))
    now = snapshot({ challenges: [game] })
    tellSnapshot(now)
    expect(presence.awake()).toBe('dispute')
    await presence.wish(preferences(false))
    expect([presence.awake(), presence.needed()]).toEqual([null, 'dispute'])
    expect(awake).toEqual([false, true, false])
    expect(applied).toEqual([true, true])
  })

  it('lets the engine look at once when the machine wakes up', () => {
    connect()
    wakeUp()
    expect(wakes).toBe(1)
  })

  it('cautions before a quit by the state of that moment', () => {
    connect()
    now = snapshot({ chain: null })
    expect(askQuit()).toBeNull()
    now = snapshot({ challenges: [game] })
    expect(askQuit()?.detail).toContain('it is your move')
  })
})
