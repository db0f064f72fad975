import { describe, expect, it } from 'vitest'
import { createDeviceSubmissions } from './device-submissions.ts'

const never = new AbortController().signal
const begin = (id: string, outputIndex: bigint, replaces: string | null = null) => ({ id, outputIndex, replaces })

describe('submissions that a device signs', () => {
  it('begin once per output, however often they were prepared', () => {
    const submissions = createDeviceSubmissions()
    submissions.begin(begin('a', 7n))
    submissions.begin(begin('a', 7n))
    expect(() => submissions.begin(begin('b', 7n))).toThrow('Output 7 was signed before')
    expect(submissions.underWay(7n)).toBe(true)
    expect(submissions.underWay(8n)).toBe(false)
  })

  it('may be replaced, again and again, and by nobody else', () => {
    const submissions = createDeviceSubmissions()
    submissions.begin(begin('a', 7n))
    submissions.begin(begin('b', 7n, 'a'))
    submissions.begin(begin('c', 7n, 'b'))
    expect(() => submissions.begin(begin('d', 7n))).toThrow()
    submissions.failed('c')
    expect(submissions.underWay(7n)).toBe(true)
    submissions.failed('b')
    submissions.failed('a')
    expect(submissions.underWay(7n)).toBe(false)
    submissions.begin(begin('d', 7n))
  })

  it('are forgotten with a later output', () => {
    const submissions = createDeviceSubmissions()
    submissions.begin(begin('a', 7n))
    submissions.begin(begin('b', 8n))
    expect(submissions.underWay(7n)).toBe(false)
  })

  it('tell of each change, once', () => {
    const submissions = createDeviceSubmissions()
    let told = 0
    const off = submissions.onChange(() => {
      told += 1
    })
    submissions.begin(begin('a', 7n))
    submissions.failed('other')
    submissions.failed('a')
    off()
    submissions.begin(begin('b', 7n))
    expect(told).toBe(2)
  })

  it('have nothing to say while no submitter runs', async () => {
    const submissions = createDeviceSubmissions()
    const intent = {} as never
    await expect(submissions.propose(never)).rejects.toMatchObject({ code: 'NO_LONGER_WANTED', retryable: true })
    await expect(submissions.assertWanted(intent, never)).rejects.toMatchObject({ code: 'NO_LONGER_WANTED' })
    const proposal = { intent, conditions: [] }
    submissions.serve({ propose: async () => proposal, assertWanted: async () => {} })
    expect(await submissions.propose(never)).toBe(proposal)
    await submissions.assertWanted(intent, never)
    submissions.serve(null)
    await expect(submissions.propose(never)).rejects.toMatchObject({ code: 'NO_LONGER_WANTED' })
  })
})
