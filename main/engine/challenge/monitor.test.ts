import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { ChallengeRow } from '../../../shared/domain/challenge.ts'
import type { Hash } from '../../../shared/domain/hex.ts'
import { AppError } from '../../../shared/errors.ts'
import { isDeleted } from './duty.ts'
import { asserter, bystander, challenger, exampleTerms, trueRoot } from './testing/example-view.ts'
import { type ModelValidator, ModelWorld } from './testing/model-world.ts'

const bond = exampleTerms.bondWei
const wrongFrom =
  (first: bigint) =>
  (block: bigint): Hash =>
    block < first ? trueRoot(block) : `0x${block.toString(16).padStart(64, 'e')}`
const lie = wrongFrom(97n)

let world: ModelWorld
beforeEach(() => {
  world = new ModelWorld(exampleTerms, { [asserter]: 10n * bond, [challenger]: 10n * bond, [bystander]: 10n * bond })
  for (const index of [0n, 1n, 2n]) world.model.submit(bystander, index, trueRoot(index * 40n))
})
afterEach(() => world.stop())

const submitWrong = (index = 3n) => world.model.submit(asserter, index, lie(index * 40n))
const liar = () => world.validator(asserter, { root: lie })
const moveOf = (what: string) => `${what}:3:${challenger}`
async function honest(options: Parameters<ModelWorld['validator']>[1] = {}): Promise<ModelValidator> {
  const one = await world.validator(challenger, options)
  one.monitor.onInvalidOutput(3n)
  return one
}
const ended = (one: ModelValidator) => one.monitor.rows()[0]?.outcome ?? null
const rule = (one: ModelValidator) => one.monitor.rows()[0]?.next?.rule ?? null

describe('a whole game between two monitors', () => {
  it('is won by the honest one, every move made once and told once', async () => {
    submitWrong()
    const [villain, one] = [await liar(), await honest()]
    await world.until(() => ended(one) !== null)
    expect(one.sent).toEqual(['create-challenge:3', `${moveOf('bisect')}:3`, moveOf('prove')])
    expect(villain.sent).toEqual([`${moveOf('bisect')}:2`, `${moveOf('bisect')}:4`])
    expect(one.proofs).toMatchObject([{ kind: 'zkvm', sourceBlock: 96n, targetBlock: 97n }])
    expect(one.events.map(({ type }) => type)).toEqual([
      'challenge.created',
      'challenge.moved',
      'challenge.my-turn',
      'challenge.moved',
      'challenge.moved',
      'challenge.moved',
      'challenge.my-turn',
      'challenge.moved',
      'challenge.won'
    ])
    expect(villain.heard('challenge.lost')).toMatchObject([{ outcome: 'proven', lostWei: bond, role: 'asserter' }])
    expect(one.monitor.rows()[0]?.moves.map(({ segSize }) => segSize)).toEqual([40n, 8n, 4n, 2n, 2n, 2n])
    expect([...one.alerts]).toEqual([])
  })

  it('is picked up by another run: nothing is sent or told again', async () => {
    submitWrong()
    const stored = new Map<string, ChallengeRow>()
    const done = new Set<string>()
    await liar()
    let one = await honest({ stored, done })
    const sent: string[] = []
    const told: string[] = []
    for (let runs = 0; ended(one) === null && runs < 60; runs++) {
      await world.pass(12)
      sent.push(...one.sent)
      told.push(...one.events.map(({ type }) => type))
      await one.stop()
      one = await honest({ stored, done })
    }
    expect(ended(one)).toBe('proven')
    expect(new Set(sent).size).toBe(sent.length)
    expect(sent).toEqual(['create-challenge:3', `${moveOf('bisect')}:3`, moveOf('prove')])
    expect(told.filter((type) => type === 'challenge.created')).toHaveLength(1)
    expect(told.filter((type) => type === 'challenge.moved')).toHaveLength(5)
  })

  it('a silent asserter is beaten on the first block, a silent challenger is collected from', async () => {
    submitWrong()
    const one = await honest()
    await world.until(() => ended(one) !== null)
    expect(one.proofs).toMatchObject([{ sourceBlock: 80n, targetBlock: 81n }])

    world.model.submit(asserter, 4n, trueRoot(160n))
    world.model.account(asserter).jailedUntilSec = 0
    const defender = await world.validator(asserter)
    const malicious = await world.validator(bystander, { root: wrongFrom(121n) })
    malicious.faults.refuses = /^bisect/
    world.model.outputs.set(3n, { ...world.model.output(3n), root: trueRoot(120n) })
    malicious.monitor.onInvalidOutput(4n)
    await world.until(() => defender.monitor.rows()[0]?.outcome === 'challenger-timed-out')
    expect(defender.sent).toEqual([`bisect:4:${bystander}:2`, `challenger-timeout:4:${bystander}`])
    expect(malicious.heard('challenge.alert')).toMatchObject([{ rule: 'MOVE_REFUSED' }, { rule: 'TOO_LATE' }])
    expect(malicious.heard('challenge.half-time')).toHaveLength(1)
  })
})

describe('what goes wrong on the way', () => {
  async function atMyTurn(): Promise<ModelValidator> {
    submitWrong()
    const one = await honest()
    await world.until(() => one.sent.length === 1)
    await liar()
    return one
  }

  it('roots that cannot be had are an alert; the move is made once they can', async () => {
    const one = await atMyTurn()
    one.faults.rootsAway = true
    await world.until(() => rule(one) === 'ROOTS_UNAVAILABLE')
    await world.pass(120)
    expect(one.sent).toHaveLength(1)
    expect(one.alerts.get(`3:${challenger}`)?.code).toBe('CHALLENGE_ROOTS_UNAVAILABLE')
    expect(one.heard('challenge.alert')).toHaveLength(1)
    one.faults.rootsAway = false
    await world.until(() => ended(one) === 'proven')
    expect(one.alerts.size).toBe(0)
  })

  it('two sources that contradict each other stop the hand', async () => {
    const one = await atMyTurn()
    one.faults.secondSource = wrongFrom(98n)
    await world.until(() => rule(one) === 'SOURCES_DISAGREE')
    await world.pass(240)
    expect(one.sent).toHaveLength(1)
    expect(one.alerts.get(`3:${challenger}`)?.message).toContain('block 98')
    one.faults.secondSource = null
    await world.until(() => ended(one) === 'proven')
  })

  it('a prover that fails is asked again, with pauses, and never twice at once', async () => {
    const one = await atMyTurn()
    one.faults.proofFails = new AppError({ code: 'WITNESS_FAILED' }, { message: 'Failed twice', retryable: true })
    await world.until(() => rule(one) === 'PROOF_FAILED')
    expect(one.heard('challenge.alert')).toMatchObject([{ message: expect.stringContaining('Failed twice') }])
    await world.pass(120)
    expect(one.proofs.length).toBeGreaterThan(1)
    expect(one.proofs.length).toBeLessThan(8)
    one.faults.proofFails = null
    await world.until(() => ended(one) === 'proven')
  })

  it('a proof that takes hours holds up neither its own game nor others', async () => {
    const one = await atMyTurn()
    one.faults.proofHangs = true
    await world.until(() => rule(one) === 'PROOF_RUNNING')
    await world.pass(240)
    expect(one.proofs).toHaveLength(1)
    world.council('forceDeleteOutput', 3n, challenger)
    await world.until(() => ended(one) === 'cancelled')
    expect(one.sent.at(-1)).toBe('cancel-challenge:3')
    expect(world.model.account(challenger)).toMatchObject({ kroWei: 10n * bond, bondedWei: 0n })
  })

  it('a proof for good refused is an alert that stays', async () => {
    const one = await atMyTurn()
    one.faults.proofFails = new AppError({ code: 'PROOF_FOR_ANOTHER_BLOCK' }, { message: 'wrong block' })
    await world.until(() => rule(one) === 'PROOF_FAILED')
    await world.pass(120)
    expect(one.proofs).toHaveLength(1)
  })

  it('an endpoint that is behind is asked until it has the block of the event', async () => {
    const one = await atMyTurn()
    one.faults.lagBlocks = 1
    await world.until(() => world.model.game(3n, challenger)?.turn === 2)
    const looks = one.looks()
    await world.clock.advance(3_000)
    expect(one.looks() - looks).toBeGreaterThan(3)
    one.faults.lagBlocks = 0
    await world.until(() => ended(one) === 'proven')
  })

  it('L1 that cannot be read is tried again', async () => {
    const one = await atMyTurn()
    one.faults.readsFail = true
    await world.pass(60)
    one.faults.readsFail = false
    await world.until(() => ended(one) === 'proven')
  })

  it('a creation that a reorganisation took back is made again', async () => {
    submitWrong()
    const done = new Set<string>()
    const one = await honest({ done })
    await world.until(() => one.monitor.rows().length === 1)
    done.clear()
    world.undoCreation(3n, challenger)
    await world.until(() => one.sent.length === 2)
    expect(one.sent).toEqual(['create-challenge:3', 'create-challenge:3'])
    await world.until(() => one.monitor.rows().length === 1)
  })
})

describe('the monitor', () => {
  it('a player that breaks is started again and harms no other game', async () => {
    submitWrong()
    const one = await honest()
    await world.until(() => one.sent.length === 1)
    one.faults.breaks = true
    await world.pass(12)
    await world.until(() => one.alerts.get(`3:${challenger}`)?.code === 'CHALLENGE_PLAYER_BROKE')
    one.faults.breaks = false
    await world.until(() => ended(one) === 'proven')
    expect(one.alerts.size).toBe(0)
  })

  it('answers a second challenge by one who lost the first', async () => {
    world.model.submit(asserter, 3n, trueRoot(120n))
    const one = await world.validator(asserter)
    const segments = [80n, 88n, 96n, 104n, 112n, 120n].map(wrongFrom(90n))
    for (const round of ['', ':round-2']) {
      world.model.account(bystander).jailedUntilSec = 0
      world.attack(bystander, 3n, segments)
      await world.until(() => one.sent.at(-1) === `challenger-timeout:3:${bystander}${round}`)
      expect(one.sent.at(-2)).toBe(`bisect:3:${bystander}:2${round}`)
      await world.until(() => world.model.game(3n, bystander) === null)
    }
    expect(one.monitor.rows().map(({ outcome }) => outcome)).toEqual(['challenger-timed-out', 'challenger-timed-out'])
    expect(one.heard('challenge.won')).toHaveLength(2)
  })

  it('whose first scan fails tries again, and says so', async () => {
    submitWrong()
    const one = await honest({ scanFails: 2 })
    expect(one.alerts.get('scan')).toMatchObject({ code: 'CHALLENGES_UNREAD' })
    await world.until(() => ended(one) === 'proven')
    expect(one.alerts.size).toBe(0)
  })

  it('plays nothing without the key, and says so', async () => {
    submitWrong()
    const one = await honest({ canSign: false })
    await world.pass(24)
    expect(one.alerts.get('3')).toMatchObject({ code: 'CHALLENGE_NO_KEY' })
    expect(one.sent).toEqual([])
  })

  it('leaves outputs alone with the challenger role off, but defends its own', async () => {
    submitWrong()
    const one = await honest({ policy: { challenger: false } })
    await world.pass(60)
    expect([one.sent, [...one.alerts]]).toEqual([[], []])
    const villain = await world.validator(asserter, { root: lie, policy: { challenger: false } })
    const other = await world.validator(bystander)
    other.monitor.onInvalidOutput(3n)
    await world.until(() => villain.sent.length > 0)
    expect(villain.sent).toEqual([`bisect:3:${bystander}:2`])
    expect(one.monitor.rows()).toMatchObject([{ role: 'watcher', next: null }])
  })

  it('challenges an output after the wrong one before it is deleted', async () => {
    submitWrong(3n)
    submitWrong(4n)
    await liar()
    const one = await honest()
    one.monitor.onInvalidOutput(4n)
    await world.pass(24)
    expect(one.sent).toEqual(['create-challenge:3'])
    await world.until(() => isDeleted(world.model.output(3n)))
    await world.until(() => isDeleted(world.model.output(4n)))
    expect(one.monitor.rows().map(({ outcome }) => outcome)).toEqual(['proven', 'proven'])
  })

  it('takes a dismissal as the end of it', async () => {
    submitWrong()
    await liar()
    const one = await honest()
    await world.until(() => ended(one) === 'proven')
    world.council('dismissChallenge', 3n, challenger)
    await world.pass(24)
    expect(one.heard('challenge.dismissed')).toHaveLength(1)
    expect(one.heard('challenge.lost')).toMatchObject([{ outcome: 'dismissed', lostWei: bond }])
    const sent = one.sent.length
    one.monitor.onInvalidOutput(3n)
    await world.pass(120)
    expect(one.sent).toHaveLength(sent)
    expect(one.alerts.get('3')).toMatchObject({ code: 'CHALLENGE_COUNCIL_DISMISSED' })
  })

  it('looks at a quiet game a few hundred times a day', async () => {
    const day: typeof exampleTerms = { ...exampleTerms, bisectionTimeoutSec: 86_400, finalizationPeriodSec: 700_000 }
    await world.stop()
    world = new ModelWorld(day, { [asserter]: 10n * bond, [challenger]: 10n * bond, [bystander]: 10n * bond })
    for (const index of [0n, 1n, 2n]) world.model.submit(bystander, index, trueRoot(index * 40n))
    submitWrong()
    const one = await honest()
    await world.until(() => one.monitor.rows().length === 1)
    const before = one.looks()
    await world.pass(86_400)
    expect(one.looks() - before).toBeLessThan(320)
  })

  it('forgets a stored game that the chain does not know, and keeps old ones as past', async () => {
    submitWrong()
    const one = await honest()
    await world.until(() => one.monitor.rows().length === 1)
    const [row] = one.monitor.rows()
    if (!row) throw new Error('no row')
    const stored = new Map<string, ChallengeRow>()
    const other = { ...row, outputIndex: 2n }
    const old = { ...row, outputIndex: 1n, createdAtSec: 1 }
    for (const r of [other, old]) stored.set(`${r.outputIndex}:${challenger}:${r.createdAtSec}`, r)
    const again = await world.validator(bystander, { stored })
    await world.pass(24)
    expect(again.monitor.rows().map(({ outputIndex, outcome }) => [outputIndex, outcome])).toEqual([
      [3n, null],
      [1n, 'finalized']
    ])
  })
})
