import { constants } from 'node:fs'
import { access, readFile, stat } from 'node:fs/promises'
import type { MetricsSettings } from '../../../shared/config/metrics.ts'
import type { DoctorFinding } from '../../../shared/domain/doctor.ts'
import type { BudgetName, RpcBudgetView } from '../../../shared/domain/rpc-budget.ts'
import { AppError } from '../../../shared/errors.ts'
import type { EngineConfig } from '../../engine/engine-config.ts'
import { settingsGate } from '../../engine/gates/settings-gate.ts'
import { decodeJournal } from '../../store/journal-line.ts'
import { type Check, failed, notApplicable, ok, unknown, warning } from '../check.ts'
import type { MetricsView } from '../create-doctor.ts'
import type { CheckParts } from './check-parts.ts'

const timeoutMs = 5_000

export function settingsChecks({ world }: CheckParts): Check[] {
  const { engine, settings, configPath, dataFolder, journalFile } = world
  return [
    {
      name: 'settings',
      timeoutMs,
      async run() {
        const block = engine && settingsGate(engine)
        const from = configPath === null ? 'the app’s settings' : configPath
        return block ? failed(block.code, block.message) : ok(`${settings.network}, from ${from}`)
      }
    },
    {
      name: 'data-folder',
      timeoutMs,
      async run() {
        if (dataFolder.inUse)
          return warning(
            `${dataFolder.path} is used by another instance; checked beside it`,
            'Nothing, if that is your validator. What it spent and its journal are not looked at here.'
          )
        await writable(dataFolder.path).catch((cause) => {
          throw new AppError(
            { code: 'DATA_FOLDER_UNUSABLE' },
            {
              message: `The data folder ${dataFolder.path} cannot be written. Give a folder of your own with --data FOLDER.`,
              cause
            }
          )
        })
        return ok(dataFolder.path)
      }
    },
    { name: 'journal', timeoutMs, run: () => journal(journalFile, dataFolder.inUse) },
    { name: 'second-source', timeoutMs, run: async () => secondSource(world) },
    { name: 'rpc-budget', timeoutMs, run: async () => judgeBudget(world.budget()) },
    { name: 'metrics', timeoutMs, run: async () => judgeMetrics(world.metrics, settings.metrics) }
  ]
}

/** Two L1 providers confirm each other; an output root may be wrong at both of one's own nodes. Pure. */
export function judgeSecondSource({ l1, rollupSecond = [] }: EngineConfig['rpc']): DoctorFinding {
  const hosts = new Set(l1.map((url) => (URL.canParse(url) ? new URL(url).host : url))).size
  const roots = rollupSecond.length
  const value = `${hosts} L1 provider${hosts === 1 ? '' : 's'}; ${roots === 0 ? 'output roots are compared with the own L2 node only' : 'output roots are compared with a rollup node of somebody else'}`
  if (hosts > 1 && roots > 0) return ok(value)
  const missing = [
    ...(hosts > 1 ? [] : ['Name an endpoint at another provider in rpc.l1: one that lies is believed otherwise.']),
    ...(roots > 0
      ? []
      : ['Name a rollup node of somebody else in rpc.rollupSecond: the own nodes may be wrong together.'])
  ]
  return warning(value, missing.join(' '))
}

async function writable(folder: string): Promise<void> {
  if (!(await stat(folder)).isDirectory()) throw new Error('no folder')
  await access(folder, constants.W_OK)
}

/** Read only: a torn end is cut off by the engine when it starts. */
async function journal(path: string | null, inUse: boolean) {
  if (inUse) return unknown('kept by the other instance')
  const bytes = path === null ? null : await readFile(path).catch(() => null)
  if (path === null || bytes === null) return notApplicable('nothing was signed yet')
  const { records, unfinished } = decodeJournal(bytes, path)
  const torn = unfinished === 'torn' ? ', a torn last line that the next start drops' : ''
  return ok(`${records.length} records${torn}`)
}

function secondSource({ engine, settings }: CheckParts['world']) {
  if (settings.network === 'practice' || !engine) return notApplicable('the practice network has one of each')
  return judgeSecondSource(engine.rpc)
}

/** Who may read the figures. Pure. */
export function judgeMetrics(state: MetricsView | null, wanted: MetricsSettings): DoctorFinding {
  if (!wanted.enabled) return notApplicable('off')
  const isOpen = state?.kind === 'listening' ? state.open : !loopback.test(wanted.host)
  const place = `${wanted.host}:${state?.kind === 'listening' ? state.port : wanted.port}`
  if (state?.kind === 'failed') return failed(state.message, 'Correct metrics.host or metrics.port in the settings.')
  const value = state?.kind === 'listening' ? `served on ${place}` : `to be served on ${place}`
  return isOpen
    ? warning(
        value,
        'Others on this network can read your figures. Keep metrics.host at 127.0.0.1 if that is not wanted.'
      )
    : ok(value)
}

const loopback = /^(127\.0\.0\.1|localhost|\[?::1\]?)$/i

const limitNames: Record<BudgetName, string> = { l1RequestsPerDay: 'L1 requests', creditsPerDay: 'credits' }

/** What is used of the day's limits, and what will be. Pure. */
export function judgeBudget(view: RpcBudgetView | null) {
  if (!view) return unknown('nothing is counted while the validator does not run')
  const { used, forecast, limits, thinning } = view
  const rows = [
    { name: 'l1RequestsPerDay', used: used.l1Requests, will: forecast?.l1Requests ?? null } as const,
    { name: 'creditsPerDay', used: used.credits, will: forecast?.credits ?? null } as const
  ].map((row) => ({ ...row, limit: limits[row.name] }))
  const value = rows
    .map(({ name, used: now, will, limit }) => {
      const later = will === null ? '' : `, about ${will} by the end of the day`
      return `${Math.round(now)} ${limitNames[name]} today${later}${limit === null ? '' : ` of ${limit}`}`
    })
    .join('; ')
  const todo = 'Raise the limit in rpcLimits, or put a websocket URL first in rpc.l1.'
  if (rows.some(({ used: now, limit }) => limit !== null && now >= limit)) return failed(value, todo)
  if (thinning.because !== null || rows.some(({ will, limit }) => limit !== null && will !== null && will > limit))
    return warning(value, todo)
  return ok(value)
}
