import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { systemClock as clock } from '../engine/runtime/clock.ts'
import { createLogger } from '../log/logger.ts'
import { createBlockDriver } from '../practice/drills/block-driver.ts'
import { onStage, villainsOutput, warpUntil } from '../practice/drills/challenge-stage.ts'
import type { DrillContext } from '../practice/drills/drill.ts'
import { untilEvent, untilTurn } from '../practice/drills/game-record.ts'
import { missRounds } from '../practice/drills/miss-rounds.ts'
import { startOperatorEngine } from '../practice/drills/operator-engine.ts'
import { passTurn } from '../practice/drills/turn-end.ts'
import { startPracticeNetwork } from '../practice/network.ts'
import { type EngineAlerts, startEngineAlerts, startWatcher } from './testing/engine-alerts.ts'

const log = createLogger({ sink: { write: () => {} }, level: 'silent' })

async function inContext(play: (context: DrillContext) => Promise<unknown>): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'kroma-alerts-'))
  const end = new AbortController()
  try {
    await play({ preset: 'practice', seed: 5, folder, clock, log, signal: end.signal, say: () => {} })
  } finally {
    end.abort()
    rmSync(folder, { recursive: true, force: true })
  }
}

const once = { webhook: 1, notification: 1 }
const told = (alerts: EngineAlerts, code: string) => () => (alerts.times(code).webhook > 0 ? true : null)

describe('alerts on the practice network', { timeout: 180_000 }, () => {
  it('one miss left, then jailed: on every channel, once', () =>
    inContext(async (context) => {
      const network = await startPracticeNetwork({ ...context, seed: 31, mining: 'manual' })
      const operator = await startOperatorEngine(context, network, { roles: { submitter: false } })
      const alerts = await startEngineAlerts(operator.engine)
      try {
        const driver = createBlockDriver(network, context)
        const { address } = network.accounts.operator
        await missRounds(network, address, 2)
        await driver.until({ what: 'one miss left' }, told(alerts, 'ONE_MISS_LEFT'))
        expect(alerts.times('JAILED')).toEqual({ webhook: 0, notification: 0 })
        await missRounds(network, address, 1)
        await driver.until({ what: 'jailed' }, told(alerts, 'JAILED'))
        for (let i = 0; i < 4; i++) await driver.step()

        expect(alerts.times('ONE_MISS_LEFT')).toEqual(once)
        expect(alerts.times('JAILED')).toEqual(once)
        const jailed = alerts.posted().find(({ code }) => code === 'JAILED')
        expect(jailed?.body).toMatch(/Jailed until .* UTC .*unjail it on the Stake screen/)
        expect(alerts.host.notices.find(({ title }) => title === 'Your validator is in jail')).toMatchObject({
          severity: 'critical',
          screen: 'stake'
        })
        expect(alerts.host.trays.at(-1)).toMatchObject({
          severity: 'critical',
          text: expect.stringContaining('in jail')
        })
        const { active, past } = alerts.service.overview()
        expect(active.map(({ code }) => code)).toContain('JAILED')
        expect(past.map(({ code }) => code)).toContain('ONE_MISS_LEFT')
        expect(alerts.pings()).toBe(1)
      } finally {
        await alerts.stop()
        await operator.stop()
        await network.stop()
      }
    }))

  it('challenged, my turn, half-time, lost - and won on the other side: on every channel, once', () =>
    inContext((context) =>
      onStage(context, {}, async (stage) => {
        const disputed = await villainsOutput(stage, { silentFromTurn: 4 })
        const winner = stage.keep(await startEngineAlerts(disputed.operator.engine))
        const watcher = stage.keep(await startWatcher(stage.network, stage.liar.address, log))
        const loser = stage.keep(await startEngineAlerts(watcher.engine))
        const until = (what: string, alerts: EngineAlerts, code: string) =>
          stage.driver.until({ what: `${what} (${code})` }, told(alerts, code))

        await untilTurn(stage, disputed, 3)
        await until('the watcher', loser, 'CHALLENGE_AGAINST_ME')
        await until('the watcher', loser, 'CHALLENGE_MY_TURN')
        await until('the watcher', loser, 'INVALID_OUTPUT')
        const { timeoutAt } = await stage.read.colosseum('getChallenge', disputed.index, disputed.challenger)
        expect(loser.times('CHALLENGE_HALF_TIME').webhook).toBe(0)
        await warpUntil(stage, Number(timeoutAt) - 5)
        await until('the watcher', loser, 'CHALLENGE_HALF_TIME')
        await passTurn(stage, disputed)
        await untilEvent(stage, disputed, 'Proven')
        await until('the watcher', loser, 'CHALLENGE_LOST')
        await until('the operator', winner, 'CHALLENGE_WON')
        for (let i = 0; i < 3; i++) await stage.driver.step()

        for (const code of ['CHALLENGE_AGAINST_ME', 'CHALLENGE_HALF_TIME', 'CHALLENGE_LOST', 'INVALID_OUTPUT'])
          expect([code, loser.times(code)]).toEqual([code, once])
        expect(winner.times('CHALLENGE_WON')).toEqual(once)
        expect(winner.times('CHALLENGE_LOST').webhook).toBe(0)
        const keys = loser
          .posted()
          .filter(({ kind }) => kind === 'raised')
          .map(({ key }) => key)
        expect(keys.toSorted()).toEqual([...new Set(keys)].toSorted())
        expect(loser.host.notices.find(({ title }) => title.includes('is challenged'))).toMatchObject({
          severity: 'critical',
          screen: 'challenges'
        })
        expect(loser.host.trays.some(({ severity }) => severity === 'critical')).toBe(true)
        return {}
      })
    ))
})
