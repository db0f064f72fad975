import { describe, expect, it } from 'vitest'
import type { Hash } from '../../../shared/domain/hex.ts'
import { AppError } from '../../../shared/errors.ts'
import type { OutputAtBlock } from '../chain/types.ts'
import { createOwnRoots } from './own-root.ts'
import { otherRoot, root } from './testing/example-view.ts'

const signal = new AbortController().signal

function setUp() {
  const answers: { rollup: Hash | AppError; l2: Hash | AppError } = { rollup: root, l2: root }
  const asked = { rollup: 0, l2: 0 }
  const sources: string[] = []
  const give = (source: 'rollup' | 'l2'): Hash => {
    asked[source] += 1
    const answer = answers[source]
    if (answer instanceof AppError) throw answer
    return answer
  }
  const roots = createOwnRoots({
    rollup: { outputAtBlock: async () => ({ outputRoot: give('rollup') }) as OutputAtBlock },
    recompute: async () => give('l2'),
    onSource: (source, error) => sources.push(`${source} ${error?.code ?? 'fine'}`)
  })
  return { answers, asked, sources, roots }
}

const away = new AppError({ code: 'RPC_TIMEOUT' }, { retryable: true })

describe('own roots', () => {
  it('asks both sources once per block', async () => {
    const { roots, asked } = setUp()
    const first = await roots.of(7n, { fresh: false, signal })
    expect(await roots.of(7n, { fresh: false, signal })).toEqual(first)
    expect(first).toEqual({ root, recomputed: root })
    expect(asked).toEqual({ rollup: 1, l2: 1 })
    await roots.of(8n, { fresh: false, signal })
    expect(asked).toEqual({ rollup: 2, l2: 2 })
  })

  it('asks again right before signing', async () => {
    const { roots, asked, answers } = setUp()
    await roots.of(7n, { fresh: false, signal })
    answers.rollup = otherRoot
    expect(await roots.of(7n, { fresh: true, signal })).toEqual({ root: otherRoot, recomputed: root })
    expect(asked).toEqual({ rollup: 2, l2: 3 })
  })

  it('asks both again at each look while they disagree', async () => {
    const { roots, answers } = setUp()
    answers.rollup = otherRoot
    expect(await roots.of(7n, { fresh: false, signal })).toEqual({ root: otherRoot, recomputed: root })
    answers.rollup = root
    expect(await roots.of(7n, { fresh: false, signal })).toEqual({ root, recomputed: root })
  })

  it('does not take a fork that moved for a disagreement', async () => {
    const roots = createOwnRoots({
      rollup: { outputAtBlock: async () => ({ outputRoot: root }) as OutputAtBlock },
      recompute: async (_, { relearn }) => (relearn ? root : otherRoot),
      onSource: () => {}
    })
    expect(await roots.of(7n, { fresh: false, signal })).toEqual({ root, recomputed: root })
  })

  it('goes without the second source while it is away, says so, and asks it again', async () => {
    const { roots, answers, sources } = setUp()
    answers.l2 = away
    expect(await roots.of(7n, { fresh: false, signal })).toEqual({ root, recomputed: null })
    answers.l2 = root
    expect(await roots.of(7n, { fresh: false, signal })).toEqual({ root, recomputed: root })
    expect(sources).toEqual(['rollup fine', 'l2 RPC_TIMEOUT', 'rollup fine', 'l2 fine'])
  })

  it('does not agree while a second rollup node differs, and goes without one that is away', async () => {
    const sources: string[] = []
    const answers: (Hash | AppError)[] = [otherRoot, away, root]
    const roots = createOwnRoots({
      rollup: { outputAtBlock: async () => ({ outputRoot: root }) as OutputAtBlock },
      recompute: async () => root,
      second: async () => {
        const answer = answers.shift()
        if (answer instanceof AppError) throw answer
        return answer ?? null
      },
      onSource: (source, error) => sources.push(`${source} ${error?.code ?? 'fine'}`)
    })
    expect(await roots.of(7n, { fresh: false, signal })).toEqual({ root, recomputed: otherRoot })
    expect(roots.contradiction()).toEqual({ by: 'second', own: root, other: otherRoot })
    expect(await roots.of(7n, { fresh: false, signal })).toEqual({ root, recomputed: root })
    expect(roots.contradiction()).toBeNull()
    expect(sources).toContain('second RPC_TIMEOUT')
    expect(await roots.of(8n, { fresh: false, signal })).toEqual({ root, recomputed: root })
  })

  it('has no root without the rollup node', async () => {
    const { roots, answers } = setUp()
    answers.rollup = away
    expect(await roots.of(7n, { fresh: false, signal })).toBeNull()
  })

  it('throws ABORTED when stopped, and passes defects on', async () => {
    const { roots, answers } = setUp()
    answers.rollup = away
    await expect(roots.of(7n, { fresh: false, signal: AbortSignal.abort() })).rejects.toMatchObject({ code: 'ABORTED' })
    const broken = createOwnRoots({
      rollup: { outputAtBlock: async () => Promise.reject(new TypeError('defect')) },
      recompute: async () => root,
      onSource: () => {}
    })
    await expect(broken.of(1n, { fresh: false, signal })).rejects.toThrow('defect')
  })
})
