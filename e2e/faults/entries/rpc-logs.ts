import type { FaultEntry } from '../entry.ts'
import type { Passed } from '../proxy/fault-proxy.ts'
import { logRangeLimit, logRangeWordings } from '../proxy/wordings.ts'
import type { FaultStage } from '../stage/fault-stage.ts'
import { readyOperator } from '../stage/operator.ts'
import { expect, submitsRightly } from '../stage/own-work.ts'

const limit = 7

type Range = { from: number; to: number }

const rangeOf = ({ params }: Passed): Range => {
  const { fromBlock, toBlock } = params[0] as { fromBlock: string; toBlock: string }
  return { from: Number(fromBlock), to: Number(toBlock) }
}

/** Blocks of the range that no answered request covered. */
function uncovered({ from, to }: Range, answered: readonly Range[]): number[] {
  const numbers = Array.from({ length: to - from + 1 }, (_, i) => from + i)
  return numbers.filter((n) => !answered.some((range) => n >= range.from && n <= range.to))
}

async function scansWith(stage: FaultStage, provider: (typeof logRangeWordings)[number]): Promise<string> {
  for (const proxy of [stage.primary, stage.spare]) proxy.inject(logRangeLimit(provider, limit))
  const operator = await readyOperator(stage)
  await submitsRightly(stage)
  await stage.driver.until({ what: 'our output in the list', stuck: () => operator.complaints.join(', ') }, () =>
    operator.engine.snapshot().outputs.some(({ mine }) => mine) ? true : null
  )
  const asked = [stage.primary, stage.spare].flatMap((proxy) =>
    proxy.passed().filter(({ method }) => method === 'eth_getLogs')
  )
  const refused = asked.filter(({ fault }) => fault).map(rangeOf)
  const answered = asked.filter(({ fault }) => !fault).map(rangeOf)
  expect(`${provider.provider} refused`, refused.length > 0)
  const left = refused.flatMap((range) => uncovered(range, answered))
  expect(`${provider.provider}: every block was read in the end`, left.length === 0, left)
  return `${provider.provider}: ${refused.length} refused, ${answered.length} pieces`
}

export const rpcLogsEntries: FaultEntry[] = [
  {
    name: 'rpc-getlogs-range',
    injected: `eth_getLogs over more than ${limit} blocks is refused in the words of ${logRangeWordings.map(({ provider }) => provider).join(', ')}`,
    expected: 'split until it is answered; every block is read, and the output submitted',
    async run({ onStage }) {
      const seen: string[] = []
      for (const provider of logRangeWordings) seen.push(await onStage((stage) => scansWith(stage, provider)))
      return seen.join('; ')
    }
  }
]
