import { describe, expect, it } from 'vitest'
import type { TxOutcome, TxQueue, TxRequest } from '../engine/tx/types.ts'
import { createSilentQueue, turnOf } from './silent-queue.ts'

const challenger = `0x${'ab'.repeat(20)}`
const provingTurn = 5

describe('the turn of a transaction', () => {
  it.each([
    ['create-challenge:3', 1],
    [`bisect:3:${challenger}:2`, 2],
    [`bisect:3:${challenger}:4`, 4],
    [`prove:3:${challenger}`, 5],
    [`challenger-timeout:3:${challenger}`, 6],
    ['cancel-challenge:3', 6],
    ['submit-output:3', null],
    ['register', null]
  ])('%s is %s', (purpose, turn) => {
    expect(turnOf(purpose, provingTurn)).toBe(turn)
  })
})

describe('a queue that goes silent', () => {
  const sent: string[] = []
  const done: TxOutcome = { kind: 'already-done', hash: null }
  /** Has private state, as the real queue has: a wrapper must call it as itself. */
  class Queue {
    readonly #sent = sent
    async submit({ purpose }: TxRequest): Promise<TxOutcome> {
      this.#sent.push(purpose)
      return done
    }
    pending(): number {
      return this.#sent.length
    }
  }
  const request = (purpose: string): TxRequest => ({ purpose }) as TxRequest
  const queue = createSilentQueue(new Queue() as unknown as TxQueue, { fromTurn: 3, provingTurn })

  it('sends earlier turns and submissions, and never the turn it stops at or later ones', async () => {
    const abort = new AbortController()
    expect(await queue.submit(request(`bisect:3:${challenger}:2`), abort.signal)).toEqual(done)
    expect(await queue.submit(request('submit-output:4'), abort.signal)).toEqual(done)
    const silenced = [`bisect:3:${challenger}:3`, `prove:3:${challenger}`].map((purpose) =>
      queue.submit(request(purpose), abort.signal)
    )
    const settled = Promise.allSettled(silenced)
    abort.abort()
    expect((await settled).map((result) => result.status === 'rejected' && result.reason.code)).toEqual([
      'ABORTED',
      'ABORTED'
    ])
    expect(sent).toEqual([`bisect:3:${challenger}:2`, 'submit-output:4'])
  })

  it('is otherwise the queue itself', () => {
    expect(queue.pending()).toBe(2)
  })
})
