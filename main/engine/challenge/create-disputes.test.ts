import { describe, expect, it } from 'vitest'
import type { ChallengeRow } from '../../../shared/domain/challenge.ts'
import type { StampedEvent } from '../../../shared/domain/engine-event.ts'
import { AppError } from '../../../shared/errors.ts'
import type { RollupConfig } from '../chain/types.ts'
import { createEngineEvents } from '../engine-events.ts'
import type { ServicesInput } from '../engine-services.ts'
import { createMemoryHistory } from '../outputs/testing/memory-history.ts'
import { ManualClock } from '../runtime/manual-clock.ts'
import type { ChallengeParts } from './connect-challenges.ts'
import { createDisputes } from './create-disputes.ts'
import { created, exampleContracts, txHash } from './testing/example-logs.ts'
import { asserter, challenger, exampleOutput, exampleTerms, exampleView, trueRoot } from './testing/example-view.ts'

const headSec = 11_000

function world({ genesis = txHash(1) } = {}) {
  const clock = new ManualClock(headSec * 1_000)
  const history = createMemoryHistory()
  const faults = new Map<string, string>()
  const asked: string[] = []
  const state = { termsFail: 0, mptTimeSec: null as number | null }
  const silent = { debug: () => {}, info: () => {}, warn: () => {}, error: () => {} }
  const events = createEngineEvents({ clock, keep: 50, onListenerError: () => {} })
  const head = { number: 40n, timestampSec: headSec, hash: txHash(40) }
  const parts = {
    queue: null,
    rollup: {
      outputAtBlock: async (block: bigint) => ({
        outputRoot: trueRoot(block),
        blockRef: { hash: txHash(7) },
        syncStatus: { finalizedL2: { number: 1_000n } }
      }),
      rollupConfig: async () => ({ kromaMptTimeSec: state.mptTimeSec })
    },
    heads: { head: () => ({ ...head, seenAtMs: clock.now() }), chainNowSec: () => headSec },
    block: async (number: bigint | 'latest') =>
      number === 'latest' ? head : { number, timestampSec: Number(number), hash: genesis },
    recomputeRoot: async ({ l2BlockNumber, preMpt }: { l2BlockNumber: bigint; preMpt: boolean }) => {
      asked.push(`recompute ${l2BlockNumber} ${preMpt ? 'before' : 'after'} the fork`)
      return trueRoot(l2BlockNumber)
    }
  }
  const challenges: ChallengeParts = {
    async readTerms() {
      if (state.termsFail-- > 0) throw new AppError({ code: 'SEGMENTS_UNKNOWN' }, { message: 'unknown cuts' })
      return exampleTerms
    },
    reads: () => ({
      async game(id) {
        asked.push(`game ${id.outputIndex}`)
        const { status, game, output } = exampleView('ASSERTER_TURN', 'challenger')
        return { blockNumber: 40n, readAtSec: headSec, parent: { number: 39n, hash: txHash(39) }, status, game, output }
      },
      async output(index) {
        asked.push(`output ${index}`)
        const { output, previous, ownStatus, validator } = exampleOutput
        const at = { blockNumber: 40n, readAtSec: headSec, parent: { number: 39n, hash: txHash(39) } }
        return { ...at, output, previous, ownStatus, validator }
      }
    }),
    async logsSince(from) {
      asked.push(`logs since ${from}`)
      return []
    },
    inputOf: async () => null
  }
  const rollupConfig = {
    blockTimeSec: 1,
    kromaMptTimeSec: null,
    genesisL2Number: 0n,
    genesisL2TimeSec: 1
  } as RollupConfig
  const input = {
    run: {
      config: {
        network: { addresses: exampleContracts, l1ChainId: 900 },
        roles: { submitter: true, challenger: true }
      },
      ports: { clock, log: silent, history, key: { kind: 'signer', signer: { address: challenger } } },
      events,
      memory: { touch: () => {} }
    },
    parts,
    context: { learnt: { constants: { ...exampleTerms, startingBlockNumber: 0n, multicall: null }, rollupConfig } },
    health: {
      fault: (part: string, error: { code: string } | null) =>
        void (error ? faults.set(part, error.code) : faults.delete(part))
    }
  } as unknown as ServicesInput
  const disputes = createDisputes(input, challenges)
  const told: StampedEvent[] = []
  events.on((event) => told.push(event))
  const stopping = new AbortController()
  const run = disputes.service.run({ signal: stopping.signal, ready: () => asked.push('ready') }).catch(() => {})
  const stop = async () => {
    stopping.abort()
    await run
  }
  return { clock, history, faults, asked, state, disputes, events, told, stop }
}

const row = (outputIndex: bigint): ChallengeRow => ({
  ...{ outputIndex, challenger, asserter, role: 'challenger', status: 'NONE', outcome: 'proven', createdAtSec: 9_000 },
  ...{ turnFromSec: null, timeoutAtSec: null, whoseMove: null, moves: [], next: null, proof: null },
  money: { bondedWei: 0n, wonWei: 0n, lostWei: 0n }
})

describe('the engine’s disputes', () => {
  it('scan the window once, take logs that came before, and hear of wrong outputs', async () => {
    const w = world()
    w.disputes.onLogs([created(1)])
    await w.clock.advance(0)
    expect(w.asked.slice(0, 2)).toEqual(['logs since 0', 'ready'])
    expect(w.disputes.rows()).toMatchObject([{ outputIndex: 3n, role: 'challenger' }])
    w.events.emit({ type: 'output.verdict', outputIndex: 9n, verdict: 'invalid', expectedRoot: '0x', actualRoot: '0x' })
    w.events.emit({ type: 'output.verdict', outputIndex: 8n, verdict: 'valid', expectedRoot: '0x', actualRoot: '0x' })
    await w.clock.advance(100)
    expect(w.asked).toContain('output 9')
    expect(w.asked).not.toContain('output 8')
    expect(w.asked).toContain('recompute 120 before the fork')
    await w.stop()
    const looks = w.asked.length
    w.events.emit({ type: 'output.verdict', outputIndex: 7n, verdict: 'invalid', expectedRoot: '0x', actualRoot: '0x' })
    await w.clock.advance(100)
    expect(w.asked).toHaveLength(looks)
  })

  it('take up outputs that an earlier run found wrong', async () => {
    const w = world()
    const base = {
      l2BlockNumber: 120n,
      root: trueRoot(1n),
      submitter: asserter,
      mine: false,
      submittedAtSec: 1,
      l1BlockNumber: 1n
    }
    const rest = { txHash: txHash(1), rewardWei: null, paidAtSec: null, gasUsed: null, feeWei: null }
    const output = { ...base, ...rest, verdict: 'invalid', deleted: false, finalizedAtSec: headSec + 1 } as const
    w.history.upsertOutputs([
      { ...output, index: 3n },
      { ...output, index: 4n, deleted: true },
      { ...output, index: 5n, finalizedAtSec: headSec },
      { ...output, index: 6n, verdict: 'valid' }
    ])
    await w.clock.advance(100)
    expect(w.asked.filter((what) => what.startsWith('output'))).toEqual(['output 3'])
    await w.stop()
  })

  it('that cannot be played are a fault of their own, and are tried again', async () => {
    const w = world()
    w.state.termsFail = 1
    expect(w.disputes.rows()).toEqual([])
    await w.clock.advance(0)
    expect(w.faults.get('disputes')).toBe('SEGMENTS_UNKNOWN')
    await w.clock.advance(2_000)
    expect(w.faults.has('disputes')).toBe(false)
    expect(w.asked).toContain('ready')
    await w.stop()
  })

  it('keep past games of their chain, and forget those of another', async () => {
    for (const [genesis, kept] of [
      [txHash(1), 1],
      [txHash(2), 0]
    ] as const) {
      const w = world({ genesis })
      w.history.setMeta('challenges.genesis', txHash(1))
      w.history.upsertChallenge(row(2n))
      await w.clock.advance(0)
      expect(w.disputes.rows()).toHaveLength(kept)
      expect(w.history.getMeta('challenges.genesis')).toBe(genesis)
      await w.stop()
    }
  })
})
