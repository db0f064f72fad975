import type { Check } from '../check.ts'
import { failed, NotMeasured, notApplicable, ok } from '../check.ts'
import {
  judgeArchive,
  judgeChain,
  judgeClock,
  judgeHead,
  judgeLogRange,
  judgeReach,
  judgeWebsocket
} from '../judge/judge-endpoints.ts'
import { judgeRollupChain, judgeSync } from '../judge/judge-node.ts'
import { after, type ChainMeasures } from '../measure/measure-chains.ts'
import { type CheckParts, onChains } from './check-parts.ts'

export function chainChecks(parts: CheckParts): Check[] {
  const check = onChains(parts)
  return [
    check('l1-rpc', async ({ chains }) => judgeReach('l1', await chains.probes('l1'))),
    check('l1-chain', async ({ chains, engine }) =>
      judgeChain('l1', await chains.probes('l1'), engine.network.l1ChainId)
    ),
    check('l1-head', async ({ chains, engine }) => judgeHead(await chains.probes('l1'), engine.network)),
    check('l1-websocket', async ({ chains }) => judgeWebsocket(await chains.probes('l1'))),
    check('l1-log-range', async ({ chains }) => judgeLogRange(await chains.probes('l1'))),
    check('l2-rpc', async ({ chains }) => judgeReach('l2', await chains.probes('l2'))),
    check('l2-chain', async ({ chains, engine }) =>
      judgeChain('l2', await chains.probes('l2'), engine.network.l2ChainId)
    ),
    check('l2-archive', async ({ chains, engine }) =>
      engine.network.practice
        ? notApplicable('the practice network keeps what it needs')
        : judgeArchive(await chains.probes('l2'))
    ),
    check('rollup-rpc', async ({ chains }) => judgeReach('rollup', await chains.probes('rollup'))),
    check('rollup-chain', async ({ chains, engine }) =>
      judgeRollupChain(await after('rollup-rpc', chains.rollupConfig()), engine.network)
    ),
    check('rollup-sync', async ({ chains, engine }) => judgeSync(await syncOf(chains, engine.l2Head))),
    check('clock', async ({ chains, engine }) => judgeClock(await chains.headAgeSec(), engine.network)),
    check('contracts', async ({ chains, engine }) => {
      const codes = await after('l1-rpc', chains.codes())
      const missing = codes.filter(({ empty }) => empty)
      if (missing.length > 0)
        return failed(
          missing.map(({ name, address }) => `nothing at ${address} (${name})`).join('; '),
          'Correct addresses in the settings, or the network.'
        )
      const { bondWei } = await chains.constants()
      return ok(`${codes.length} contracts of ${engine.network.label} answer; a bond is ${bondWei / 10n ** 18n} KRO`)
    }),
    check('contract-addresses', async ({ chains, engine }) => {
      const wrong = await chains.disagreements()
      if (wrong.length === 0) return ok('the contracts name each other as the settings do')
      return failed(
        wrong.map(({ getter, address }) => `${getter}() names ${address}`).join('; '),
        `The settings say ${[...new Set(wrong.map(({ target }) => `${engine.network.addresses[target]} for ${target}`))].join(', ')}: correct addresses in the settings.`
      )
    })
  ]
}

async function syncOf(chains: ChainMeasures, l2Head: 'safe' | 'finalized'): Promise<Parameters<typeof judgeSync>[0]> {
  const sync = await after('rollup-rpc', chains.sync())
  const newestOutputBlock = await after('contracts', chains.state()).then(
    ({ output }) => output.latestBlockNumber,
    (error: unknown) => {
      if (error instanceof NotMeasured) return null
      throw error
    }
  )
  return {
    l2Head,
    headBlock: (l2Head === 'safe' ? sync.safeL2 : sync.finalizedL2).number,
    l1BehindSec: Math.max(0, sync.headL1.timestampSec - sync.currentL1.timestampSec),
    newestOutputBlock
  }
}
