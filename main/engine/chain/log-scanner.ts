import type { Address, Hash } from '../../../shared/domain/hex.ts'
import { AppError } from '../../../shared/errors.ts'
import type { Clock } from '../runtime/clock.ts'
import { retry } from '../runtime/retry.ts'
import { workThrough } from '../runtime/work-through.ts'
import { type LogRangeHint, logRangeHint } from './log-range-hint.ts'
import { byPlace, logKey, parseLog } from './parse-log.ts'
import type { ChainLog, RpcPool } from './types.ts'

/** Providers search long ranges for many seconds. A short one has the usual time, so that a silent endpoint is left as soon as for any other request. */
const longRange = { blocks: 500n, timeoutMs: 20_000 }
const successesToGrow = 8
const backoff = { baseMs: 500, maxMs: 15_000, resetAfterMs: 0, jitter: Math.random }

/** What was learnt about the provider's range limit; keep it between scans. `hard` = a number the provider named. */
export type ScanMemory = { blocks: bigint | null; hard: bigint | null }
export const emptyScanMemory = (): ScanMemory => ({ blocks: null, hard: null })

/** As eth_getLogs takes them: null = any, a list = one of. */
export type Topics = readonly (Hash | readonly Hash[] | null)[]

export type ScanOptions = {
  pool: RpcPool
  clock: Clock
  address: Address | readonly Address[]
  topics?: Topics
  /** Inclusive. */
  fromBlock: bigint
  /** Inclusive. */
  toBlock: bigint
  signal: AbortSignal
  concurrency?: number
  memory?: ScanMemory
}

type Range = { from: bigint; to: bigint }

/**
 * All logs of a range of blocks, in order, each once. Asks for as much as the provider allows: takes the limit from its refusals, else
 * halves, and remembers. Throws the pool's errors after a few retries, RPC_BAD_ANSWER for logs that were not asked for.
 */
export async function scanLogs(options: ScanOptions): Promise<ChainLog[]> {
  const { fromBlock, toBlock, concurrency = 4, memory = emptyScanMemory() } = options
  const found = new Map<string, ChainLog>()
  const left: Range[] = fromBlock > toBlock ? [] : [{ from: fromBlock, to: toBlock }]
  let successes = 0
  let lanes = concurrency

  /** A provider that asks for a pause is asked by fewer at a time from then on. */
  const onPause = (): void => {
    lanes = Math.max(1, lanes - 1)
  }

  async function work(range: Range, signal: AbortSignal): Promise<void> {
    const answer = await fetchRange({ ...options, onPause }, range, signal)
    if (!Array.isArray(answer)) {
      successes = 0
      left.unshift(...splitAfter(answer, range, memory))
      return
    }
    for (const log of answer) found.set(logKey(log), log)
    successes += 1
    if (successes % successesToGrow === 0) grow(memory)
  }

  await workThrough({
    next: () => takeNext(left, memory),
    // Until a piece of this size went through, one request at a time: a refusal would hit all of them.
    lanes: () => (successes === 0 && memory.hard === null ? 1 : lanes),
    work,
    signal: options.signal
  })
  return [...found.values()].sort(byPlace)
}

/** The next piece, at most as long as the limit known now. */
function takeNext(left: Range[], memory: ScanMemory): Range | null {
  const range = left.shift()
  if (!range) return null
  const { from, to } = range
  if (memory.blocks === null || to - from < memory.blocks) return range
  const end = from + memory.blocks - 1n
  left.unshift({ from: end + 1n, to })
  return { from, to: end }
}

/** The range again, or in two, after a refusal; what the refusal says is remembered. */
function splitAfter({ blocks, toBlock }: LogRangeHint, { from, to }: Range, memory: ScanMemory): Range[] {
  const length = to - from + 1n
  if (blocks !== null && blocks < length) {
    memory.hard = lower(memory.hard, blocks)
    memory.blocks = lower(memory.blocks, blocks)
    return [{ from, to }]
  }
  const until = toBlock !== null && toBlock >= from && toBlock < to ? toBlock : from + length / 2n - 1n
  memory.blocks = lower(memory.blocks, until - from + 1n)
  return [
    { from, to: until },
    { from: until + 1n, to }
  ]
}

const lower = (a: bigint | null, b: bigint): bigint => (a === null || b < a ? b : a)

function grow(memory: ScanMemory): void {
  if (memory.blocks === null || memory.blocks === memory.hard) return
  memory.blocks = lower(memory.hard, memory.blocks * 2n)
}

/** Why the node would not answer for so many blocks; null when a smaller range would not help. */
function tooMuch(error: unknown): LogRangeHint | null {
  if (!(error instanceof AppError)) return null
  if (error.code === 'RPC_REJECTED') return logRangeHint(error.message)
  const tooBig = error.code === 'RPC_BAD_ANSWER' && /larger than|too large|cut off/.test(String(error.meta.detail))
  return tooBig || error.code === 'RPC_TIMEOUT' ? { blocks: null, toBlock: null } : null
}

async function fetchRange(
  options: ScanOptions & { onPause: () => void },
  range: Range,
  signal: AbortSignal
): Promise<ChainLog[] | LogRangeHint> {
  const { pool, clock, address, topics, onPause } = options
  const hex = (n: bigint): string => `0x${n.toString(16)}`
  const filter = { address, ...(topics && { topics }), fromBlock: hex(range.from), toBlock: hex(range.to) }
  return retry({ clock, signal, attempts: 4, backoff }, async () => {
    try {
      const asked = { method: 'eth_getLogs', params: [filter], reason: 'logs', signal } as const
      const isLong = range.to - range.from >= longRange.blocks
      const request = isLong ? { ...asked, timeoutMs: longRange.timeoutMs } : asked
      return logsOf(await pool.request(request), options, range)
    } catch (error) {
      const hint = range.to > range.from ? tooMuch(error) : null
      if (hint) return hint
      if (error instanceof AppError && Number(error.meta.retryAfterMs ?? 0) > 0) onPause()
      throw error
    }
  })
}

function logsOf(answer: unknown, { address }: ScanOptions, { from, to }: Range): ChainLog[] {
  const logs = Array.isArray(answer) ? answer.map(parseLog) : refuse('no list of logs')
  const addresses = new Set([address].flat().map((one) => one.toLowerCase()))
  for (const log of logs) {
    if (log.blockNumber < from || log.blockNumber > to) refuse('a log outside the range')
    if (!addresses.has(log.address)) refuse('a log of another contract')
  }
  return logs.filter((log) => !log.removed)
}

function refuse(what: string): never {
  throw new AppError(
    { code: 'RPC_BAD_ANSWER', method: 'eth_getLogs', what },
    { message: `The node answered eth_getLogs with ${what}`, retryable: true }
  )
}
