import { describe, expect, it } from 'vitest'
import { AbortedError, AppError } from '../../../shared/errors.ts'
import { ManualClock } from '../runtime/manual-clock.ts'
import type { PostText } from './post-text.ts'
import { createServiceRpc } from './service-rpc.ts'

const never = new AbortController().signal
const url = 'http://user:s3cretpass@prover.example:3030/keykeykey'

function rpcOver(post: PostText) {
  const clock = new ManualClock()
  const outcomes: (string | null)[] = []
  const onOutcome = (error: AppError | null): void => void outcomes.push(error?.code ?? null)
  return { clock, outcomes, rpc: createServiceRpc({ service: 'zkEVM prover', url, post, clock, onOutcome }) }
}

const answering =
  (text: string | ((id: number) => string), status = 200): PostText =>
  async ({ body }) => ({ status, text: typeof text === 'string' ? text : text(JSON.parse(body).id) })
const call = { method: 'prove', params: ['{}'], timeoutMs: 1_000, signal: never }

describe('a service of a prover', () => {
  it('is asked in JSON-RPC 2.0, and its result is passed on', async () => {
    const bodies: unknown[] = []
    const { rpc, outcomes } = rpcOver(async (input) => {
      bodies.push({ url: input.url, maxBytes: input.maxBytes, ...JSON.parse(input.body) })
      return { status: 200, text: `{"jsonrpc":"2.0","id":1,"result":{"a":[1]}}` }
    })
    expect(await rpc.ask({ ...call, maxBytes: 77 })).toEqual({ a: [1] })
    expect(bodies).toEqual([{ url, maxBytes: 77, jsonrpc: '2.0', id: 1, method: 'prove', params: ['{}'] }])
    expect([rpc.origin, outcomes]).toEqual(['http://prover.example:3030', [null]])
  })

  it('gives the text of a result untouched', async () => {
    const { rpc } = rpcOver(
      answering((id) => `{"id":${id},"result": {"n": 12345678901234567890, "x":"\\u0041"},"error":null}`)
    )
    expect(await rpc.askText(call)).toBe('{"n": 12345678901234567890, "x":"\\u0041"}')
  })

  it.each([
    ['nothing at all', '', 200, 'PROVER_BAD_ANSWER', true],
    ['a web page', '<html>502</html>', 200, 'PROVER_BAD_ANSWER', true],
    ['junk', 'xyz', 200, 'PROVER_BAD_ANSWER', true],
    ['half an answer', '{"id":1,"result":{"a":', 200, 'PROVER_BAD_ANSWER', true],
    ['a list', '[]', 200, 'PROVER_BAD_ANSWER', true],
    ['no result', '{"id":1}', 200, 'PROVER_BAD_ANSWER', true],
    ['a result that is no JSON', '{"id":1,"result":oops}', 200, 'PROVER_BAD_ANSWER', true],
    ['the answer to another question', '{"id":9,"result":1}', 200, 'PROVER_BAD_ANSWER', true],
    ['its own error', '{"id":1,"error":{"code":-32000,"message":"out of memory"}}', 200, 'PROVER_FAILED', true],
    ['an error with a bad status', '{"id":1,"error":{"code":-32000,"message":"x"}}', 500, 'PROVER_FAILED', true],
    ['an error as text', '{"id":1,"error":"boom"}', 200, 'PROVER_FAILED', true],
    ['an error that is none', '{"id":1,"error":7}', 200, 'PROVER_FAILED', true],
    ['a method that is not there', '{"id":1,"error":{"code":-32601,"message":"no"}}', 200, 'PROVER_FAILED', false],
    ['a proxy without a prover', 'Bad Gateway', 502, 'PROVER_UNREACHABLE', true],
    ['too many requests', '', 429, 'PROVER_UNREACHABLE', true],
    ['a closed door', 'Forbidden', 403, 'PROVER_UNREACHABLE', false],
    ['a way elsewhere', '', 302, 'PROVER_UNREACHABLE', false]
  ])('answering %s ends with a named error', async (_what, text, status, code, retryable) => {
    const { rpc, outcomes } = rpcOver(answering(text, status))
    await expect(rpc.ask(call)).rejects.toMatchObject({ code, retryable, meta: { service: 'zkEVM prover' } })
    expect(outcomes).toEqual([code])
  })

  it('that is not there, or says too much, has names too', async () => {
    const failing =
      (error: unknown): PostText =>
      async () =>
        Promise.reject(error)
    const down = new AppError({ code: 'HTTP_UNREACHABLE', reason: 'ECONNREFUSED' })
    await expect(rpcOver(failing(down)).rpc.ask(call)).rejects.toMatchObject({
      code: 'PROVER_UNREACHABLE',
      message: expect.stringContaining('ECONNREFUSED')
    })
    const large = new AppError({ code: 'HTTP_TOO_LARGE' })
    await expect(rpcOver(failing(large)).rpc.ask(call)).rejects.toMatchObject({ code: 'PROVER_BAD_ANSWER' })
    const { rpc, outcomes } = rpcOver(failing(new AbortedError()))
    await expect(rpc.ask(call)).rejects.toBeInstanceOf(AbortedError)
    expect(outcomes).toEqual([])
  })

  it('that stays silent is given up after the time given', async () => {
    const { rpc, clock } = rpcOver(() => new Promise(() => {}))
    const asked = rpc.ask({ ...call, timeoutMs: 4 * 3_600_000 })
    const outcome = asked.catch((error: unknown) => error)
    await clock.advance(4 * 3_600_000 - 1)
    expect(clock.sleeping).toBe(1)
    await clock.advance(1)
    expect(await outcome).toMatchObject({ code: 'PROVER_TIMEOUT', message: expect.stringContaining('14400 s') })
  })

  it('lets go when the caller does', async () => {
    const stop = new AbortController()
    const { rpc } = rpcOver(() => new Promise(() => {}))
    const asked = rpc.ask({ ...call, signal: stop.signal })
    stop.abort()
    await expect(asked).rejects.toBeInstanceOf(AbortedError)
  })

  it('has no address and no key in its errors', async () => {
    const text = `{"id":1,"error":{"code":-1,"message":"http://10.0.0.1:3030/keykeykey said\\nkeykeykey s3cretpass"}}`
    const error = await rpcOver(answering(text))
      .rpc.ask(call)
      .catch((caught: unknown) => caught)
    expect(String((error as Error).message)).not.toMatch(/10\.0\.0\.1|keykeykey|s3cretpass|\n/)
  })
})
