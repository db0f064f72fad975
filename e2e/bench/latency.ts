import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { systemClock } from '../../main/engine/runtime/clock.ts'
import type { ChallengeStage } from '../../main/practice/drills/challenge-stage.ts'
import {
  type Disputed,
  onStage,
  villainsOutput,
  wronglyChallengedOutput
} from '../../main/practice/drills/challenge-stage.ts'
import type { DrillFacts } from '../../main/practice/drills/drill.ts'
import { untilEvent } from '../../main/practice/drills/game-record.ts'
import { protocolEvents } from '../../main/practice/drills/l1-record.ts'
import type { BenchContext, Budget, Measurer } from './budget.ts'
import { referenceHabits } from './reference-model.ts'
import { percentile } from './statistics.ts'
import { silent } from './virtual-stage.ts'

type Samples = { afterTheirs: number[]; afterTurn: number[] }

/** When each L1 block was told of, by number. */
function watchHeads(wsUrl: string): { atMs: Map<bigint, number>; stop: () => void } {
  const atMs = new Map<bigint, number>()
  const socket = new WebSocket(wsUrl)
  socket.addEventListener('open', () =>
    socket.send(JSON.stringify({ jsonrpc: '2.0', id: 1, method: 'eth_subscribe', params: ['newHeads'] }))
  )
  socket.addEventListener('message', ({ data }) => {
    const number = (JSON.parse(String(data)) as { params?: { result?: { number?: string } } }).params?.result?.number
    if (number !== undefined && !atMs.has(BigInt(number))) atMs.set(BigInt(number), Date.now())
  })
  return { atMs, stop: () => socket.close() }
}

type Play = { start: (stage: ChallengeStage) => Promise<Disputed>; end: 'Proven' | 'Bisected'; answers: Answers }
/** Purposes of own moves, and the event of the opponent's that each answers. */
type Answers = (game: Disputed) => { purpose: string; theirs: string }[]

const asChallenger: Play = {
  start: (stage) => villainsOutput(stage),
  end: 'Proven',
  answers: ({ index, challenger }) => [
    { purpose: `create-challenge:${index}`, theirs: 'OutputSubmitted' },
    { purpose: `bisect:${index}:${challenger.toLowerCase()}:3`, theirs: 'Bisected 2' }
  ]
}
const asAsserter: Play = {
  start: (stage) => wronglyChallengedOutput(stage, { silentFromTurn: 5 }),
  end: 'Bisected',
  answers: ({ index, challenger }) => [
    { purpose: `bisect:${index}:${challenger.toLowerCase()}:2`, theirs: 'ChallengeCreated' },
    { purpose: `bisect:${index}:${challenger.toLowerCase()}:4`, theirs: 'Bisected 3' }
  ]
}

/** One game on a network of its own; every own move gives a sample. */
async function playGame(play: Play, { seed, signal }: { seed: number; signal: AbortSignal }): Promise<Samples> {
  const folder = await mkdtemp(join(tmpdir(), 'kroma-bench-'))
  const samples: Samples = { afterTheirs: [], afterTurn: [] }
  const context = { preset: 'practice', seed, folder, clock: systemClock, log: silent, signal, say: () => {} } as const
  try {
    await onStage(context, {}, async (stage): Promise<DrillFacts> => {
      const heads = watchHeads(stage.network.l1.wsUrl)
      try {
        const game = await play.start(stage)
        if (play.end === 'Proven') await untilEvent(stage, game, 'Proven')
        else await untilEvent(stage, game, 'ReadyToProve')
        await collect(stage, { game, heads: heads.atMs, answers: play.answers(game), samples })
      } finally {
        heads.stop()
      }
      return {}
    })
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
  return samples
}

type Collecting = {
  game: Disputed
  heads: ReadonlyMap<bigint, number>
  answers: ReturnType<Answers>
  samples: Samples
}

async function collect({ network }: ChallengeStage, { game, heads, answers, samples }: Collecting): Promise<void> {
  const events = await protocolEvents(network)
  const blockOf = (theirs: string): bigint => {
    const found = events.find(({ eventName, args }) => {
      const turn = 'turn' in args ? ` ${args.turn}` : ''
      const about = 'outputIndex' in args ? args.outputIndex : 'l2OutputIndex' in args ? args.l2OutputIndex : null
      return `${eventName}${turn}` === theirs && about === game.index
    })
    if (!found?.blockNumber) throw new Error(`no ${theirs}`)
    return found.blockNumber
  }
  const told = game.operator.events
  for (const { purpose, theirs } of answers) {
    const published = told.find((event) => event.type === 'tx.published' && event.purpose === purpose)
    const minedMs = heads.get(blockOf(theirs))
    if (!published || minedMs === undefined) throw new Error(`${purpose} was not seen published`)
    samples.afterTheirs.push(published.atMs - minedMs)
  }
  told.forEach((event, i) => {
    if (event.type !== 'round.mine' && event.type !== 'challenge.my-turn') return
    const wanted = event.type === 'round.mine' ? /^submit-output/ : /^bisect/
    const published = told.slice(i).find((one) => one.type === 'tx.published')
    if (published?.type === 'tx.published' && wanted.test(published.purpose))
      samples.afterTurn.push(published.atMs - event.atMs)
  })
}

const how = (n: number): string =>
  `${n} moves of real games on the practice network, both sides' engines, the contracts and both chains on the same machine`

function budgets({ afterTheirs, afterTurn }: Samples): Budget[] {
  const of = (values: number[], share: number): number => percentile(values, share)
  const meanPollMs = (referenceHabits.pollSec * 1_000) / 2
  const lateMs = referenceHabits.pollSec * 950
  return [
    {
      name: "opponent's mined move to ours published, p50",
      goal: null,
      measured: of(afterTheirs, 0.5),
      unit: 'ms',
      reference: meanPollMs,
      how: `${how(afterTheirs.length)}; reference: its poll alone`
    },
    {
      name: "opponent's mined move to ours published, p95",
      goal: { atMost: 1_000 },
      measured: of(afterTheirs, 0.95),
      unit: 'ms',
      reference: lateMs,
      how: `${how(afterTheirs.length)}; reference: its poll alone`
    },
    {
      name: 'my turn to transaction published, p50',
      goal: null,
      measured: of(afterTurn, 0.5),
      unit: 'ms',
      reference: null,
      how: how(afterTurn.length)
    },
    {
      name: 'my turn to transaction published, p95',
      goal: { atMost: 500 },
      measured: of(afterTurn, 0.95),
      unit: 'ms',
      reference: null,
      how: how(afterTurn.length)
    }
  ]
}

export const latency: Measurer = {
  name: 'latency',
  about: 'from a turn to its transaction',
  cheap: false,
  async measure({ runs, signal, say }: BenchContext) {
    const all: Samples = { afterTheirs: [], afterTurn: [] }
    for (let run = 0; run < runs; run++) {
      for (const play of [asChallenger, asAsserter]) {
        const { afterTheirs, afterTurn } = await playGame(play, { seed: 100 + run, signal })
        all.afterTheirs.push(...afterTheirs)
        all.afterTurn.push(...afterTurn)
      }
      say(`latency: ${all.afterTheirs.length} moves, ${all.afterTheirs.slice(-4).join(', ')} ms`)
    }
    return budgets(all)
  }
}
