import { BrokenAnswer, RpcFault } from '../json-rpc-server.ts'

/**
 * What a service of a practice prover does wrong. `error`: a JSON-RPC error; `nothing`: null; `junk`: an answer of the wrong shape; `html`: a web page; `drop`: no answer at all;
 * `failed`: the work ends as Failed; `stuck`: it never ends; `too-short`: half a proof; `another-block`: a good proof of something else; `other-version`, `other-program`: not what belongs together.
 */
export type ProverFault =
  | 'error'
  | 'nothing'
  | 'junk'
  | 'html'
  | 'drop'
  | 'failed'
  | 'stuck'
  | 'too-short'
  | 'another-block'
  | 'other-version'
  | 'other-program'

/** A fault, for good or for so many times. */
export type FaultSetting = ProverFault | { kind: ProverFault; times: number } | null

export type FaultBook = {
  set(fault: FaultSetting): void
  /** True when one of these is due now; uses up one time of it. */
  takes(...kinds: ProverFault[]): boolean
  /** The faults that stand in place of any answer. */
  answers(): { result: unknown } | null
}

export function createFaultBook(): FaultBook {
  let kind: ProverFault | null = null
  let left = 0
  const book: FaultBook = {
    set(fault) {
      kind = typeof fault === 'object' ? (fault?.kind ?? null) : fault
      left = typeof fault === 'object' ? (fault?.times ?? 0) : Number.POSITIVE_INFINITY
    },
    takes(...kinds) {
      if (kind === null || left === 0 || !kinds.includes(kind)) return false
      left -= 1
      return true
    },
    answers() {
      if (book.takes('error')) throw new RpcFault(-32000, 'out of memory while proving')
      if (book.takes('drop')) throw new BrokenAnswer(null)
      if (book.takes('html')) throw new BrokenAnswer('<html><body>502 Bad Gateway</body></html>')
      if (book.takes('nothing')) return { result: null }
      return book.takes('junk') ? { result: { proof: 'zzz', final_pair: 7, status: 'Maybe', witness: [] } } : null
    }
  }
  return book
}
