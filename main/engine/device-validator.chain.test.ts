import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { configSchema } from '../../shared/config/config.ts'
import type { PreparedTx } from '../../shared/domain/action.ts'
import type { StampedEvent } from '../../shared/domain/engine-event.ts'
import { startBots } from '../practice/bots.ts'
import { createMemoryJournal } from '../practice/memory-journal.ts'
import { type PracticeNetwork, startPracticeNetwork } from '../practice/network.ts'
import { practicePlace } from '../practice/practice-place.ts'
import { type ProtocolReader, protocolReader } from '../practice/read-contract.ts'
import { practiceEngineConfig } from '../store/engine-config.ts'
import { signAsDevice } from './actions/testing/action-stage.ts'
import { createEngine } from './engine.ts'
import type { EngineConfig } from './engine-config.ts'
import { createMemoryHistory } from './outputs/testing/memory-history.ts'
import type { Logger } from './ports.ts'
import { systemClock } from './runtime/clock.ts'

const log: Logger = { debug() {}, info() {}, warn() {}, error() {} }
const never = new AbortController().signal
const refused = (code: string) => expect.objectContaining({ code })

async function until<T>(what: string, ask: () => T | null | false | undefined | Promise<T | null | false | undefined>) {
  for (let i = 0; i < 400; i++) {
    const answer = await ask()
    if (answer) return answer
    await systemClock.sleep(100, never)
  }
  throw new Error(`not within 40 s: ${what}`)
}

describe('a validator whose key is on a Ledger', { timeout: 120_000 }, () => {
  let network: PracticeNetwork
  let read: ProtocolReader
  beforeAll(async () => {
    network = await startPracticeNetwork({ seed: 47, log, signal: never })
    read = protocolReader(network)
    network.steerDraws(() => network.accounts.operator.address)
  }, 60_000)
  afterAll(() => network?.stop())

  const journals = new Map<string, ReturnType<typeof createMemoryJournal>>()
  const journalOf = (name: string) => {
    const journal = journals.get(name) ?? createMemoryJournal()
    journals.set(name, journal)
    return journal
  }
  function launch(roles: Partial<EngineConfig['roles']> = {}) {
    const parsed = configSchema.parse({ network: 'practice' })
    if (parsed.network !== 'practice') throw new Error('practice')
    const config = practiceEngineConfig(parsed, practicePlace(network))
    const events: StampedEvent[] = []
    const engine = createEngine({
      config: { ...config, roles: { ...config.roles, ...roles } },
      ports: {
        clock: systemClock,
        log,
        key: { kind: 'device', account: network.accounts.operator.address, path: "44'/60'/1'/0/0" },
        journal: createMemoryJournal(),
        history: createMemoryHistory(),
        actionFiles: { actions: journalOf('actions'), queueOf: (account) => journalOf(account) }
      }
    })
    engine.onEvent((event) => events.push(event))
    const abort = new AbortController()
    const ready = Promise.withResolvers<void>()
    const done = engine.run({ signal: abort.signal, ready: ready.resolve })
    done.catch(ready.reject)
    const actions = () => {
      const open = engine.actions()
      if (!open) throw new Error('the engine runs')
      return open
    }
    return {
      engine,
      events,
      actions,
      ready: ready.promise,
      done,
      prepare: async (): Promise<PreparedTx> => {
        const prepared = await actions().prepare({ kind: 'submit-output', input: {} }, never)
        if (!prepared.ready) throw new Error(JSON.stringify(prepared.preview.conditions, bigints))
        return prepared.tx
      },
      asked: (index: bigint) =>
        until(`asked for output ${index}`, () => {
          const { next } = engine.snapshot()
          return next?.kind === 'submit' && next.byDevice && next.outputIndex === index && next
        }),
      stop: async () => {
        abort.abort()
        await done
      }
    }
  }
  const nonce = async (): Promise<number> =>
    Number(await network.l1.rpc('eth_getTransactionCount', [network.accounts.operator.address, 'latest']))
  const warpToDue = async (): Promise<void> =>
    network.warp(Math.max(1, Number(await read.oracle('nextOutputMinL2Timestamp')) + 2 - network.nowSec()))

  it('is asked in its round, signs by id, once, and the output is on chain', async () => {
    const run = launch()
    await run.ready
    const index = await read.oracle('nextOutputIndex')
    await expect(run.prepare()).rejects.toEqual(refused('NO_LONGER_WANTED'))
    await warpToDue()
    const next = await run.asked(index)
    expect(next).toMatchObject({ round: 'priority', deadlineSec: next.dueAtSec + network.params.roundDuration })
    expect(run.events.find((event) => event.type === 'round.mine')).toMatchObject({ outputIndex: index })

    const [tx, other] = [await run.prepare(), await run.prepare()]
    expect(tx).toMatchObject({ kind: 'submit-output', step: 'call', to: network.addresses.L2OutputOracle })
    expect(tx.signer).toEqual({
      address: network.accounts.operator.address,
      role: 'validator',
      means: 'device',
      path: "44'/60'/1'/0/0"
    })
    expect(tx.conditions.map(({ code, verdict }) => `${code} ${verdict}`)).toEqual(
      expect.arrayContaining(['OUTPUT_MY_TURN met', 'OUTPUT_ROOT_AGREED met', 'STATUS_ACTIVE met', 'CALL_SUCCEEDS met'])
    )
    await expect(run.actions().sign(tx.id, never)).rejects.toEqual(refused('ACTION_NEEDS_DEVICE'))
    const foreign = await signAsDevice(tx, network.accounts.outsider)
    await expect(run.actions().submitSignature(tx.id, foreign, never)).rejects.toEqual(
      refused('SIGNATURE_OF_OTHER_ACCOUNT')
    )
    expect(run.engine.snapshot().next).toMatchObject({ kind: 'submit', byDevice: true })

    const before = await nonce()
    const signatures = await Promise.all([tx, other].map((one) => signAsDevice(one, network.accounts.operator)))
    const [mine, same] = signatures
    if (!mine || !same) throw new Error('both are signed')
    const ends = await Promise.allSettled([
      run.actions().submitSignature(tx.id, mine, never),
      run.actions().submitSignature(tx.id, mine, never),
      run.actions().submitSignature(other.id, same, never)
    ])
    expect(ends.filter(({ status }) => status === 'fulfilled')).toHaveLength(1)
    expect(ends.flatMap((end) => (end.status === 'rejected' ? end.reason.code : [])).toSorted()).toEqual([
      'ACTION_ALREADY_USED',
      'SUBMISSION_UNDER_WAY'
    ])
    const record = await until('the proof', async () =>
      (await run.actions().list()).find(({ stage }) => stage === 'verified')
    )
    expect(record.proof?.event?.name).toBe('OutputSubmitted')
    expect((await read.oracle('getL2Output', index)).submitter).toBe(network.accounts.operator.address)
    expect(await nonce()).toBe(before + 1)
    await until('the row', () => run.engine.snapshot().outputs.find((row) => row.index === index && row.mine))
    await until('not asked any more', () => run.engine.snapshot().next?.kind === 'wait')
    await run.stop()
  })

  it('is asked until somebody else submits; a signature that comes then is not sent', async () => {
    const run = launch()
    await run.ready
    const index = await read.oracle('nextOutputIndex')
    await warpToDue()
    await run.asked(index)
    const tx = await run.prepare()
    const bots = startBots({
      network,
      validators: network.accounts.bots.slice(0, 1),
      clock: systemClock,
      log,
      signal: never
    })
    await network.warp(network.params.roundDuration)
    await until('the public round', () => {
      const { next } = run.engine.snapshot()
      return next?.outputIndex !== index || (next.kind === 'submit' && next.round === 'public')
    })
    await until('somebody else', async () => (await read.oracle('nextOutputIndex')) > index)
    await bots.stop()
    await until('not asked any more', () => run.engine.snapshot().next?.kind === 'wait')
    const before = await nonce()
    const late = await signAsDevice(tx, network.accounts.operator)
    await expect(run.actions().submitSignature(tx.id, late, never)).rejects.toEqual(refused('NO_LONGER_WANTED'))
    expect(await nonce()).toBe(before)
    expect((await run.actions().list()).some(({ tx: { id } }) => id === tx.id)).toBe(false)
    await run.stop()
  })

  it('remembers across a restart what it signed, and is not asked for it twice', async () => {
    const first = launch()
    await first.ready
    const index = await read.oracle('nextOutputIndex')
    await warpToDue()
    await first.asked(index)
    const tx = await first.prepare()
    await first.actions().submitSignature(tx.id, await signAsDevice(tx, network.accounts.operator), never)
    await until('it was sent', () => first.events.some(({ type }) => type === 'tx.published'))
    await first.stop()
    const again = launch()
    await again.ready
    await until('its end', async () =>
      (await again.actions().list()).find(({ tx: { id }, stage }) => id === tx.id && stage === 'verified')
    )
    expect((await read.oracle('getL2Output', index)).submitter).toBe(network.accounts.operator.address)
    expect(again.events.filter((event) => event.type === 'round.mine' && event.outputIndex === index)).toEqual([])
    await again.stop()
  })

  it('may not be a challenger: the gate says so', async () => {
    const run = launch({ challenger: true })
    run.ready.catch(() => {})
    await expect(run.done).rejects.toMatchObject({
      code: 'CHALLENGER_NEEDS_KEY',
      message: expect.stringContaining('on a Ledger')
    })
    expect(run.engine.snapshot().state).toBe('failed')
  })
})

const bigints = (_: string, value: unknown): unknown => (typeof value === 'bigint' ? value.toString() : value)
