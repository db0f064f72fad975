import {
  type PracticeDirection,
  type PracticeScene,
  type PracticeStory,
  type PracticeStoryView,
  practiceStories
} from '../../../shared/domain/practice-scene.ts'
import type { Logger } from '../../engine/ports.ts'
import type { Clock } from '../../engine/runtime/clock.ts'
import type { Bots } from '../bots.ts'
import { type LyingEngine, startLyingEngine } from '../lying-engine.ts'
import type { PracticeNetwork } from '../network.ts'
import type { PracticeValidator } from '../practice-accounts.ts'
import { protocolReader } from '../read-contract.ts'
import { createSerial } from '../serial.ts'

/** Lets things happen on a running practice network: each story is one that the protocol knows, played by the other validators. */
export type Director = {
  scene(): Promise<PracticeScene>
  /** One direction at a time. */
  direct(direction: PracticeDirection): Promise<PracticeScene>
  stop(): Promise<void>
}

type Deps = {
  network: PracticeNetwork
  bots: Pick<Bots, 'retire' | 'hire'>
  clock: Clock
  log: Logger
}

/** A validator that lies about one output. */
type Liar = { outputIndex: bigint; validator: PracticeValidator; engine: LyingEngine }
type LiarStory = Exclude<PracticeStory, 'my-rounds'>

export function createDirector({ network, bots, clock, log }: Deps): Director {
  const inTurn = createSerial()
  const read = protocolReader(network)
  const liars = new Map<LiarStory, Liar>()
  const drawn = new Map<bigint, PracticeValidator>()
  let myRounds = false
  const { operator, bots: others } = network.accounts
  /** Who plays it: two stories at once have two players. */
  const players: Record<LiarStory, PracticeValidator | undefined> = {
    villain: others.at(-1),
    'wrong-challenge': others.at(-2)
  }
  network.steerDraws((index) => drawn.get(index)?.address ?? (myRounds ? operator.address : null))

  const begin = async (story: LiarStory): Promise<void> => {
    const validator = players[story]
    if (!validator || liars.has(story)) return
    // The one that is due next has its validator already.
    let outputIndex = (await read.oracle('nextOutputIndex')) + 1n
    while (drawn.has(outputIndex)) outputIndex += 1n
    const interval = BigInt(network.params.submissionInterval)
    const lie = { lieFrom: (outputIndex - 1n) * interval + (interval * 3n) / 5n, lieTo: outputIndex * interval }
    await bots.retire(validator)
    const roles = { submitter: true, challenger: story === 'wrong-challenge', publicRound: false }
    const engine = await startLyingEngine({ network, validator, roles, clock, log, ...lie })
    liars.set(story, { outputIndex, validator, engine })
    drawn.set(outputIndex, story === 'villain' ? validator : operator)
    log.info('practice.story', { story, outputIndex })
  }
  const end = async (story: LiarStory): Promise<void> => {
    const liar = liars.get(story)
    if (!liar) return
    liars.delete(story)
    drawn.delete(liar.outputIndex)
    await liar.engine.stop()
    bots.hire(liar.validator)
  }
  const setStory = async (story: PracticeStory, on: boolean): Promise<void> => {
    if (story === 'my-rounds') myRounds = on
    else await (on ? begin(story) : end(story))
  }

  const scene = async (): Promise<PracticeScene> => {
    const next = await read.oracle('nextOutputIndex')
    const viewOf = (story: PracticeStory): PracticeStoryView => {
      const liar = story === 'my-rounds' ? undefined : liars.get(story)
      const outputIndex = liar?.outputIndex ?? null
      const on = story === 'my-rounds' ? myRounds : liar !== undefined
      return { story, on, outputIndex, submitted: outputIndex !== null && outputIndex < next }
    }
    return { nowSec: network.nowSec(), stories: practiceStories.map(viewOf) }
  }

  return {
    scene,
    direct: (direction) =>
      inTurn(async () => {
        if (direction.kind === 'skip') await network.warp(direction.seconds)
        else await setStory(direction.story, direction.on)
        return scene()
      }),
    stop: () =>
      inTurn(async () => {
        for (const { engine } of liars.values()) await engine.stop()
        liars.clear()
      })
  }
}
