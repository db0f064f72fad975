import { describe, expect, it } from 'vitest'
import type { Hash } from '../../../shared/domain/hex.ts'
import { AbortedError, AppError } from '../../../shared/errors.ts'
import type { OutputAtBlock } from '../chain/types.ts'
import { ManualClock } from '../runtime/manual-clock.ts'
import { createRootSource, type SecondSource } from './root-source.ts'
import { claimedRoot, trueRoot } from './testing/example-view.ts'

const hash = (n: bigint): Hash => `0x${n.toString(16).padStart(64, '0')}`
const signal = new AbortController().signal

function world(options: { seconds?: SecondSource[]; parallel?: number; keep?: number; finalized?: bigint } = {}) {
  const clock = new ManualClock(0)
  const asked: bigint[] = []
  const away: string[] = []
  const state = { running: 0, most: 0, fail: null as Error | null }
  const rollup = {
    async outputAtBlock(block: bigint, inner?: AbortSignal): Promise<OutputAtBlock> {
      asked.push(block)
      state.most = Math.max(state.most, ++state.running)
      await new Promise((resolve) => setImmediate(resolve))
      state.running -= 1
      if (inner?.aborted) throw new AbortedError()
      if (state.fail) throw state.fail
      const finalizedL2 = { number: options.finalized ?? 1_000n }
      return {
        outputRoot: trueRoot(block),
        blockRef: { hash: hash(block) },
        syncStatus: { finalizedL2 }
      } as OutputAtBlock
    }
  }
  const source = createRootSource({
    rollup,
    clock,
    seconds: options.seconds ?? [],
    onSource: (name, error) => away.push(`${name} ${error?.code ?? 'answers'}`),
    ...(options.parallel !== undefined && { parallel: options.parallel }),
    ...(options.keep !== undefined && { keep: options.keep })
  })
  return { source, asked, away, state, clock }
}

describe('own roots', () => {
  it('come in the order asked for, each asked for once, a few at a time', async () => {
    const { source, asked, state } = world({ parallel: 3 })
    const blocks = [9n, 8n, 7n, 6n, 5n, 4n]
    const roots = await source.roots(blocks, signal)
    expect(roots).toEqual(blocks.map((block) => ({ block, root: trueRoot(block), blockHash: hash(block) })))
    expect(state.most).toBe(3)
    await source.roots(blocks, signal)
    expect(asked).toHaveLength(6)
    expect(source.meter()).toEqual({ lookUps: 6, cacheHits: 6, checks: 0 })
  })

  it('two that ask at once share one request', async () => {
    const { source, asked } = world()
    await Promise.all([source.roots([1n, 2n], signal), source.roots([2n, 1n], signal)])
    expect(asked).toHaveLength(2)
  })

  it('one who leaves does not take the answer from the other', async () => {
    const { source } = world()
    const leaving = new AbortController()
    const first = source.roots([1n], leaving.signal)
    const second = source.roots([1n], signal)
    leaving.abort()
    await expect(first).rejects.toBeInstanceOf(AbortedError)
    await expect(second).resolves.toMatchObject([{ root: trueRoot(1n) }])
  })

  it('above the finalized head are asked for again after a while', async () => {
    const { source, asked, clock } = world({ finalized: 10n })
    await source.roots([9n, 10n], signal)
    await clock.advance(29_999)
    await source.roots([9n, 10n], signal)
    expect(asked).toEqual([9n, 10n])
    await clock.advance(1)
    await source.roots([9n, 10n], signal)
    expect(asked).toEqual([9n, 10n, 10n])
  })

  it('the least used are dropped first', async () => {
    const { source, asked } = world({ keep: 2 })
    await source.roots([1n, 2n], signal)
    await source.roots([1n], signal)
    await source.roots([3n], signal)
    await source.roots([1n], signal)
    expect(asked).toEqual([1n, 2n, 3n])
    await source.roots([2n], signal)
    expect(asked).toEqual([1n, 2n, 3n, 2n])
  })

  it('a failure is told, and not kept', async () => {
    const { source, state } = world()
    state.fail = new AppError({ code: 'RPC_TIMEOUT' })
    await expect(source.roots([1n, 2n], signal)).rejects.toThrow('RPC_TIMEOUT')
    state.fail = null
    await expect(source.roots([1n], signal)).resolves.toHaveLength(1)
  })

  it('are all asked for again once forgotten', async () => {
    const { source, asked } = world()
    await source.roots([1n], signal)
    source.forget()
    await source.roots([1n], signal)
    expect(asked).toEqual([1n, 1n])
  })
})

describe('second sources', () => {
  const own = (block: bigint) => ({ block, root: trueRoot(block), blockHash: hash(block) })

  it('that agree are asked once per root', async () => {
    const { source } = world({ seconds: [{ name: 'L2 node', rootAt: async (block) => trueRoot(block) }] })
    expect(await source.check([own(1n), own(2n)], signal)).toBeNull()
    expect(await source.check([own(1n)], signal)).toBeNull()
    expect(source.meter().checks).toBe(2)
  })

  it('that disagree are quoted', async () => {
    const { source } = world({ seconds: [{ name: 'L2 node', rootAt: async (block) => claimedRoot(block) }] })
    expect(await source.check([own(96n), own(97n)], signal)).toBe(
      `block 97: own node ${trueRoot(97n)}, L2 node ${claimedRoot(97n)}`
    )
  })

  it('that take the fork for elsewhere are asked again with the right one', async () => {
    const rootAt: SecondSource['rootAt'] = async (block, { relearn }) =>
      relearn ? trueRoot(block) : claimedRoot(block)
    const { source } = world({ seconds: [{ name: 'L2 node', rootAt }] })
    expect(await source.check([own(97n)], signal)).toBeNull()
    expect(source.meter().checks).toBe(2)
  })

  it('that are away do not count, but are named', async () => {
    const rootAt = () => Promise.reject(new AppError({ code: 'RPC_TIMEOUT' }))
    const { source, away } = world({ seconds: [{ name: 'L2 node', rootAt }] })
    expect(await source.check([own(1n)], signal)).toBeNull()
    expect(away).toEqual(['L2 node RPC_TIMEOUT'])
  })

  it('end with the caller', async () => {
    const gone = AbortSignal.abort()
    const rootAt = () => Promise.reject(new AbortedError())
    const { source } = world({ seconds: [{ name: 'L2 node', rootAt }] })
    await expect(source.check([own(1n)], gone)).rejects.toBeInstanceOf(AbortedError)
  })
})
