import type { ActRule } from './act-rules.ts'

/** One fact on which two sources contradict each other. */
export type Difference = { field: string; sources: readonly [string, string]; values: readonly [string, string] }

/** What the sources of L1 said together. */
export type Opinion =
  | { kind: 'agree' }
  | { kind: 'silent'; who: readonly { origin: string; why: string }[] }
  | { kind: 'differ'; difference: Difference }

export type SecondVerdict = {
  /** `go`: confirmed. `unconfirmed`: goes ahead, with a warning. `insist`: goes ahead in spite of a contradiction, with an alarm. */
  kind: 'go' | 'unconfirmed' | 'insist' | 'stop'
  code: 'SECOND_SOURCE_SILENT' | 'SOURCES_DISAGREE' | null
}

type Input = {
  rule: ActRule
  opinion: Opinion
  /** L1 chain time; null while none is known. */
  nowSec: number | null
  /** From this second on being late is the bigger loss; null where there is no deadline. */
  insistFromSec: number | null
}

/** Whether an act goes ahead. Pure and total. */
export function decideSecond({ rule, opinion, nowSec, insistFromSec }: Input): SecondVerdict {
  switch (opinion.kind) {
    case 'agree':
      return { kind: 'go', code: null }
    case 'silent':
      return { kind: rule.whenSilent === 'go-on' ? 'unconfirmed' : 'stop', code: 'SECOND_SOURCE_SILENT' }
    case 'differ': {
      const late = nowSec !== null && insistFromSec !== null && nowSec >= insistFromSec
      return { kind: rule.lateIsLoss && late ? 'insist' : 'stop', code: 'SOURCES_DISAGREE' }
    }
  }
}
