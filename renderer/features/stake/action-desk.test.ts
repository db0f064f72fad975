import { describe, expect, it } from 'vitest'
import type { ActionRecord } from '../../../shared/domain/action.ts'
import type { Address } from '../../../shared/domain/hex.ts'
import { fixtureBridge } from '../../dev/fixture.ts'
import type { StakeOptions } from '../../dev/stake-double.ts'
import { Ledger } from '../../ledger/ledger.ts'
import { LedgerFailure, type LedgerProblem } from '../../ledger/ledger-problem.ts'
import type { LedgerTransport } from '../../ledger/ledger-transport.ts'
import { ActionDesk } from './action-desk.ts'
import type { Flow } from './flow.ts'

const startMs = 1_795_000_000_000
type Commands = { name: string; input: unknown }[]

/** A desk before the fixtures, with a Ledger that is decided on by hand and time that passes when told to. */
const bench = (stake: StakeOptions = {}, held: Address = '0xDad77910DbDFdE764fC21FCD4E74D71bBACA6D8D') => {
  let nowMs = startMs
  const due: { atMs: number; run: () => void }[] = []
  const later = (ms: number, run: () => void) => void due.push({ atMs: nowMs + ms, run })
  const bridge = fixtureBridge('waiting', { nowMs: () => nowMs, stake, later })
  const asked: Commands = []
  const listening = {
    ...bridge,
    invoke: ((name: never, input: never) => {
      asked.push({ name, input })
      return bridge.invoke(name, input)
    }) as typeof bridge.invoke
  }
  const reviews: PromiseWithResolvers<{ r: string; s: string; v: string }>[] = []
  const transport: LedgerTransport = {
    kind: 'practice',
    open: async () => ({
      configuration: async () => ({ blindSigning: true, version: '1.22.0' }),
      address: async () => held,
      sign: () => {
        const review = Promise.withResolvers<{ r: string; s: string; v: string }>()
        reviews.push(review)
        return review.promise
      },
      onDisconnect: () => () => {},
      close: () => {}
    }),
    reopen: async () => null
  }
  const ledger = new Ledger({ transport, pause: async () => {} })
  const after = (ms: number, run: () => void) => {
    const entry = { atMs: nowMs + ms, run }
    due.push(entry)
    return () => void due.splice(due.indexOf(entry), due.includes(entry) ? 1 : 0)
  }
  const desk = new ActionDesk({ bridge: listening, ledger: () => ledger, after })
  const settle = () => new Promise((done) => setTimeout(done, 0))
  const pass = async (ms: number) => {
    const endMs = nowMs + ms
    for (;;) {
      const next = due.filter(({ atMs }) => atMs <= endMs).sort((a, b) => a.atMs - b.atMs)[0]
      if (!next) break
      due.splice(due.indexOf(next), 1)
      nowMs = next.atMs
      next.run()
      await settle()
    }
    nowMs = endMs
    await settle()
  }
  const count = (name: string) => asked.filter((command) => command.name === name).length
  const decide = async (problem?: LedgerProblem) => {
    while (reviews.length === 0) await settle()
    if (problem) reviews.shift()?.reject(new LedgerFailure(problem))
    else reviews.shift()?.resolve({ r: '1', s: '2', v: '00' })
  }
  return { desk, pass, asked, count, decide, settle, reviews }
}

const readyFor = (flow: Flow): boolean => flow.preview.state === 'seen' && flow.preview.result.ready
const last = (records: readonly ActionRecord[]) => records[0]

const reviewed = async (b: ReturnType<typeof bench>, kind: 'withdraw' | 'deposit', amount = '10') => {
  b.desk.open(kind)
  b.desk.type(kind, 'amount', amount)
  await b.desk.review(kind)
}

describe('typing', () => {
  it('asks once typing has settled, about the last that was typed', async () => {
    const b = bench()
    b.desk.open('withdraw')
    for (const amount of ['1', '12', '125']) b.desk.type('withdraw', 'amount', amount)
    expect(b.count('actions.prepare')).toBe(0)
    await b.pass(400)
    expect(b.asked.filter(({ name }) => name === 'actions.prepare')).toEqual([
      { name: 'actions.prepare', input: { kind: 'withdraw', input: { amount: '125' } } }
    ])
    expect(readyFor(b.desk.flow('withdraw'))).toBe(true)
  })

  it('asks nothing about what cannot be read, and forgets the answer to what is typed no more', async () => {
    const b = bench()
    b.desk.open('withdraw')
    b.desk.type('withdraw', 'amount', '5')
    const review = b.desk.review('withdraw')
    b.desk.type('withdraw', 'amount', '5,')
    await review
    await b.pass(1_000)
    expect(b.desk.flow('withdraw').preview).toEqual({ state: 'none' })
    expect(b.desk.flow('withdraw').tx).toBeNull()
    expect(b.count('actions.prepare')).toBe(1)
  })

  it('does not take the answer about what was typed before for one about what is typed now', async () => {
    const b = bench()
    b.desk.open('withdraw')
    b.desk.type('withdraw', 'amount', '90000')
    const before = b.pass(350)
    b.desk.type('withdraw', 'amount', '5')
    await before
    expect(readyFor(b.desk.flow('withdraw'))).toBe(false)
    await b.pass(400)
    const { preview } = b.desk.flow('withdraw')
    expect(preview.state === 'seen' && preview.result.ready && preview.result.tx.call.args[1]?.value.value).toBe(
      5n * 10n ** 18n
    )
  })

  it('looks at once at actions that take no input', async () => {
    const b = bench({ scenario: 'jail-over' })
    b.desk.open('unjail')
    await b.pass(0)
    expect(readyFor(b.desk.flow('unjail'))).toBe(true)
  })

  it('offers nothing to sign when a condition does not hold', async () => {
    const b = bench()
    await reviewed(b, 'withdraw', '90000000')
    const { preview, tx } = b.desk.flow('withdraw')
    expect(preview).toMatchObject({ state: 'seen', result: { ready: false } })
    expect(tx).toBeNull()
    await b.desk.sign('withdraw')
    expect(b.count('actions.submitSignature') + b.count('actions.sign')).toBe(0)
  })

  it('looks again by itself while something says no, and leaves alone what may be signed', async () => {
    const b = bench({ scenario: 'soon' })
    b.desk.open('withdraw')
    b.desk.type('withdraw', 'amount', '5')
    await b.pass(400)
    expect(readyFor(b.desk.flow('withdraw'))).toBe(false)
    await b.pass(30_000)
    b.desk.recheck('withdraw')
    await b.pass(0)
    expect(readyFor(b.desk.flow('withdraw'))).toBe(true)
    const asked = b.count('actions.prepare')
    b.desk.recheck('withdraw')
    await b.pass(0)
    expect(b.count('actions.prepare')).toBe(asked)
  })
})

describe('signing with the key', () => {
  it('signs by id, once, and goes on with the call after the approval', async () => {
    const b = bench()
    await reviewed(b, 'deposit')
    expect(b.desk.flow('deposit').tx?.step).toBe('approve')
    await Promise.all([b.desk.sign('deposit'), b.desk.sign('deposit')])
    expect(b.count('actions.sign')).toBe(1)
    await b.pass(7_000)
    expect(last(b.desk.getState().records)).toMatchObject({ stage: 'verified', tx: { step: 'approve' } })
    await b.desk.review('deposit')
    expect(b.desk.flow('deposit').tx?.step).toBe('call')
    await b.desk.sign('deposit')
    await b.pass(7_000)
    expect(b.desk.flow('deposit').sent).toHaveLength(2)
    expect(b.desk.getState().records.map(({ stage, tx }) => [stage, tx.step])).toEqual([
      ['verified', 'call'],
      ['verified', 'approve']
    ])
  })
})

describe('signing on the Ledger', () => {
  it('hands over the signature with the id', async () => {
    const b = bench()
    await reviewed(b, 'withdraw')
    const id = b.desk.flow('withdraw').tx?.id
    const signing = b.desk.sign('withdraw')
    await b.decide()
    await signing
    expect(b.asked.find(({ name }) => name === 'actions.submitSignature')?.input).toEqual({
      id,
      r: '1',
      s: '2',
      v: '00'
    })
    expect(b.desk.flow('withdraw')).toMatchObject({ tx: null, sent: [id], signing: { state: 'idle' } })
  })

  it('keeps why it was not signed, sends nothing, and can be tried again', async () => {
    const b = bench()
    await reviewed(b, 'withdraw')
    const refused = b.desk.sign('withdraw')
    await b.decide('REJECTED')
    await refused
    expect(b.desk.flow('withdraw').signing).toEqual({ state: 'problem', problem: 'REJECTED' })
    expect(b.count('actions.submitSignature')).toBe(0)
    const again = b.desk.sign('withdraw')
    await b.decide()
    await again
    expect(b.desk.flow('withdraw').sent).toHaveLength(1)
  })

  it('drops the signature of a transaction that the user turned away from', async () => {
    const b = bench()
    await reviewed(b, 'withdraw')
    const signing = b.desk.sign('withdraw')
    while (b.reviews.length === 0) await b.settle()
    b.desk.leave('withdraw')
    await b.decide()
    await signing
    expect(b.count('actions.submitSignature')).toBe(0)
    expect(b.desk.flow('withdraw')).toMatchObject({ tx: null, sent: [] })
  })

  it('shows how far it has come', async () => {
    const b = bench()
    await reviewed(b, 'withdraw')
    const steps: string[] = []
    b.desk.subscribe(() => {
      const { signing } = b.desk.flow('withdraw')
      if (signing.state === 'busy' && signing.step !== steps.at(-1)) steps.push(signing.step)
    })
    const signing = b.desk.sign('withdraw')
    await b.decide()
    await signing
    expect(steps).toEqual(['connecting', 'searching', 'reviewing', 'sending'])
  })
})

describe('what was sent', () => {
  const sendWithdraw = async (b: ReturnType<typeof bench>) => {
    await reviewed(b, 'withdraw')
    const signing = b.desk.sign('withdraw')
    await b.decide()
    await signing
  }

  it('can be replaced while it waits: signed like the first one', async () => {
    const b = bench({ outcome: 'stuck' })
    await sendWithdraw(b)
    await b.pass(3_000)
    const [first = ''] = b.desk.flow('withdraw').sent
    await b.desk.takePlace('withdraw', first, 'actions.replace')
    expect(b.desk.flow('withdraw').tx).toMatchObject({ replaces: first, step: 'call' })
    const signing = b.desk.sign('withdraw')
    await b.decide()
    await signing
    await b.pass(8_000)
    expect(b.desk.getState().records.map(({ stage, code }) => [stage, code])).toEqual([
      ['verified', null],
      ['failed', 'REPLACED']
    ])
  })

  it('is found again after the screen was left, and in a new window', async () => {
    const b = bench()
    await sendWithdraw(b)
    const [record] = b.desk.getState().records
    if (!record) throw new Error('one record wanted')
    b.desk.open('withdraw')
    expect(b.desk.flow('withdraw').sent).toEqual([record.tx.id])
    b.desk.again('withdraw')
    expect(b.desk.flow('withdraw').sent).toEqual([])
    b.desk.follow(record)
    expect(b.desk.flow('withdraw').sent).toEqual([record.tx.id])
  })

  it('is not set back by older news', async () => {
    const b = bench()
    await sendWithdraw(b)
    await b.pass(8_000)
    await b.desk.refresh()
    expect(b.desk.getState().records.map(({ stage }) => stage)).toEqual(['verified'])
  })
})

describe('refresh', () => {
  it('keeps the last picture and says why there is no newer one', async () => {
    const b = bench()
    await b.desk.refresh()
    expect(b.desk.getState().overview?.view.status).toBe('ACTIVE')
    const failing = new ActionDesk({
      bridge: fixtureBridge('waiting', { failWith: 'ACTIONS_UNAVAILABLE' }),
      ledger: () => {
        throw new Error('no Ledger wanted')
      },
      after: () => () => {}
    })
    await failing.refresh()
    expect(failing.getState()).toMatchObject({ overview: null, overviewError: { code: 'ACTIONS_UNAVAILABLE' } })
  })
})

describe('an output that is asked for', () => {
  const validator: Address = '0xc0ffee254729296a45a3885639AC7E10F9d54979'

  it('is prepared at once, and signed like anything else', async () => {
    const b = bench({ allOnLedger: true }, validator)
    b.desk.ask(1_285n)
    await b.settle()
    expect(b.desk.flow('submit-output').tx?.call.functionName).toBe('submitL2Output')
    b.desk.ask(1_285n)
    b.desk.open('submit-output')
    await b.settle()
    expect(b.count('actions.prepare')).toBe(1)
    void b.desk.sign('submit-output')
    await b.decide()
    await b.settle()
    await b.settle()
    expect(b.desk.flow('submit-output').sent).toHaveLength(1)
    b.desk.ask(1_285n)
    expect(b.desk.flow('submit-output').sent).toHaveLength(1)
  })

  it('gives way to the next one, but not while the device shows it', async () => {
    const b = bench({ allOnLedger: true }, validator)
    b.desk.ask(1_285n)
    await b.settle()
    const id = b.desk.flow('submit-output').tx?.id
    void b.desk.sign('submit-output')
    while (b.reviews.length === 0) await b.settle()
    b.desk.ask(1_286n)
    expect(b.desk.flow('submit-output').tx?.id).toBe(id)
    await b.decide('REJECTED')
    await b.settle()
    b.desk.ask(1_286n)
    await b.settle()
    expect(b.desk.flow('submit-output').tx?.id).not.toBe(id)
    expect(b.count('actions.prepare')).toBe(2)
  })
})
