import { EndpointError } from './rpc-error.ts'

/** A node whose newest block is older than another node's by more than this is behind. */
const lagSec = 60
const compareEveryMs = 60_000

export type KnownHead = { number: bigint; timestampSec: number }
type Asked = { method: string; params: readonly unknown[] }
type Answerer = { blame(error: EndpointError): void }
type Answered<E extends Answerer> = { endpoint: E; value: unknown }

/** Knows the newest head that any endpoint of a pool has told of, and finds the endpoints that are behind it. */
export class HeadFreshness {
  #known: KnownHead | null = null
  #comparedMs = Number.NEGATIVE_INFINITY

  static isHeadRequest = ({ method, params }: Asked): boolean =>
    method === 'eth_getBlockByNumber' && params[0] === 'latest'

  /** Throws EndpointError `stale` when this head is behind what is known. */
  check(value: unknown): void {
    const head = headOf(value)
    const error = head && this.#known && behind(head, this.#known)
    if (error) throw error
  }

  /**
   * The newest of the answers. Others are asked only when this one is behind what is known, or old by the own clock (at most once a minute:
   * the chain may be halted, or the clock wrong). Endpoints that turn out to be behind are blamed.
   */
  async newest<E extends Answerer>(
    first: Answered<E>,
    others: readonly E[],
    ask: (endpoint: E) => Promise<unknown>,
    nowMs: number
  ): Promise<unknown> {
    const head = headOf(first.value)
    if (!head) return first.value
    const isBehind = this.#known !== null && this.#known.timestampSec - head.timestampSec > lagSec
    const isOld = nowMs / 1000 - head.timestampSec > lagSec && nowMs - this.#comparedMs >= compareEveryMs
    if (others.length === 0 || !(isBehind || isOld)) {
      if (!isBehind) this.#known = head
      return first.value
    }
    this.#comparedMs = nowMs
    const answers = await Promise.allSettled(others.map(async (endpoint) => ({ endpoint, value: await ask(endpoint) })))
    const all = [first, ...answers.flatMap((answer) => (answer.status === 'fulfilled' ? [answer.value] : []))]
    return this.#compare(all)
  }

  #compare<E extends Answerer>(all: readonly Answered<E>[]): unknown {
    const heads = all.flatMap((answer) => {
      const head = headOf(answer.value)
      return head ? [{ ...answer, head }] : []
    })
    const best = heads.reduce((a, b) => (b.head.timestampSec > a.head.timestampSec ? b : a))
    this.#known = best.head
    for (const { endpoint, head } of heads) {
      const error = behind(head, best.head)
      if (error) endpoint.blame(error)
    }
    return best.value
  }
}

function behind(head: KnownHead, known: KnownHead): EndpointError | null {
  const behindSec = known.timestampSec - head.timestampSec
  if (behindSec <= lagSec) return null
  return new EndpointError('stale', `${known.number - head.number} blocks (${behindSec} s) behind`)
}

function headOf(value: unknown): KnownHead | null {
  if (typeof value !== 'object' || value === null) return null
  const { number, timestamp } = value as Record<string, unknown>
  const isQuantity = (one: unknown): one is string => typeof one === 'string' && /^0x[0-9a-f]{1,13}$/i.test(one)
  return isQuantity(number) && isQuantity(timestamp)
    ? { number: BigInt(number), timestampSec: Number(timestamp) }
    : null
}
