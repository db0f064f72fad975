import type { AlertCode } from '../../../shared/domain/alert.ts'
import type { ChallengeRow } from '../../../shared/domain/challenge.ts'
import { type AlertWorld, type Finding, isLooking, type Rule, unknown, type Verdict } from './rule.ts'
import { kro, plainLine, short, span, utc } from './words.ts'

/** Older endings are history: they are not told at the first start. */
const newsSec = 86_400

const gameOf = ({ outputIndex, challenger, createdAtSec }: ChallengeRow): string =>
  `${outputIndex}:${challenger.toLowerCase()}:${createdAtSec}`
const isMine = ({ role }: ChallengeRow): boolean => role !== 'watcher'
const about = (row: ChallengeRow): Pick<Finding, 'subject' | 'screen'> => ({
  subject: `output ${row.outputIndex}`,
  screen: 'challenges'
})

/** While the engine looks on, every open game is in its snapshot. */
const eachOpen = (world: AlertWorld, judge: (row: ChallengeRow, nowSec: number) => Finding[]): Verdict => {
  const { chainNowSec, snapshot } = world
  if (chainNowSec === null) return unknown
  const open = snapshot.challenges.filter((row) => isMine(row) && row.outcome === null)
  return { holds: open.flatMap((row) => judge(row, chainNowSec)), complete: isLooking(world) }
}

export const againstMeRule: Rule = {
  codes: ['CHALLENGE_AGAINST_ME'],
  judge: (world) =>
    eachOpen(world, (row) =>
      row.role !== 'asserter'
        ? []
        : [
            {
              ...about(row),
              code: 'CHALLENGE_AGAINST_ME',
              id: gameOf(row),
              severity: 'critical',
              title: `Your output ${row.outputIndex} is challenged`,
              body: `${short(row.challenger)} disputes it; ${kro(row.money.bondedWei)} of yours are at stake. The app plays your turns as long as it runs with its key: keep it, the node and the endpoints up until the game is over.`
            }
          ]
    )
}

const turnOf = (row: ChallengeRow): string => `${gameOf(row)}:${row.turnFromSec ?? 0}`
const whatToDo = (row: ChallengeRow): string =>
  row.next?.kind === 'alert'
    ? 'The app cannot make this move by itself: open the challenge.'
    : 'The app makes the move by itself; keep it running.'

export const myTurnRule: Rule = {
  codes: ['CHALLENGE_MY_TURN'],
  judge: (world) =>
    eachOpen(world, (row, nowSec) => {
      if (row.whoseMove !== row.role || row.timeoutAtSec === null) return []
      return [
        {
          ...about(row),
          code: 'CHALLENGE_MY_TURN',
          id: turnOf(row),
          severity: 'warning',
          title: `Your turn in the challenge of output ${row.outputIndex}`,
          body: `The move must be made by ${utc(row.timeoutAtSec)} (in ${span(row.timeoutAtSec - nowSec)}), or the game is lost. ${whatToDo(row)}`
        }
      ]
    })
}

export const halfTimeRule: Rule = {
  codes: ['CHALLENGE_HALF_TIME'],
  judge: (world) =>
    eachOpen(world, (row, nowSec) => {
      const { turnFromSec, timeoutAtSec } = row
      if (row.whoseMove !== row.role || turnFromSec === null || timeoutAtSec === null) return []
      if (nowSec < (turnFromSec + timeoutAtSec) / 2) return []
      return [
        {
          ...about(row),
          code: 'CHALLENGE_HALF_TIME',
          id: turnOf(row),
          severity: 'critical',
          title: `Half of your time is gone in the challenge of output ${row.outputIndex}`,
          body: `No move yet; it must be made by ${utc(timeoutAtSec)} (in ${span(timeoutAtSec - nowSec)}). Open the challenge and see what it waits for: the prover, the node, gas.`
        }
      ]
    })
}

/** A person has to look: what the decider says where it can send nothing. */
export const stuckRule: Rule = {
  codes: ['CHALLENGE_STUCK'],
  judge(world): Verdict {
    const open = world.snapshot.challenges.filter((row) => isMine(row) && row.outcome === null)
    const creating = world.events.flatMap((event): Finding[] =>
      event.type !== 'challenge.alert' || event.challenger !== null
        ? []
        : [stuck(`${event.outputIndex}:create:${event.rule}`, `output ${event.outputIndex}`, event.message)]
    )
    const playing = open.flatMap((row): Finding[] =>
      row.next?.kind !== 'alert'
        ? []
        : [
            stuck(
              turnOf(row),
              `output ${row.outputIndex}`,
              `${row.next.rule}: ${row.next.detail ?? 'see the challenge'}`
            )
          ]
    )
    return { holds: playing, complete: isLooking(world), happened: creating }
  }
}

const stuck = (id: string, subject: string, why: string): Finding => ({
  code: 'CHALLENGE_STUCK',
  id,
  subject,
  severity: 'critical',
  title: `The app cannot go on in the challenge of ${subject}`,
  body: `${plainLine(why)} A person has to look: open the challenge.`,
  screen: 'challenges'
})

type Ending = Pick<Finding, 'code' | 'severity' | 'title' | 'body'>

export const endingsRule: Rule = {
  codes: ['CHALLENGE_WON', 'CHALLENGE_LOST', 'CHALLENGE_CANCELLED', 'CHALLENGE_DISMISSED'],
  judge({ snapshot, chainNowSec }): Verdict {
    if (chainNowSec === null) return unknown
    const ended = snapshot.challenges.filter(
      (row) => isMine(row) && row.outcome !== null && chainNowSec - (row.moves.at(-1)?.atSec ?? 0) < newsSec
    )
    return {
      happened: ended.flatMap((row): Finding[] =>
        endingsOf(row).map((ending) => ({ ...about(row), id: gameOf(row), ...ending }))
      )
    }
  }
}

function endingsOf(row: ChallengeRow): Ending[] {
  switch (row.outcome) {
    case 'proven':
      return [row.role === 'challenger' ? won(row) : lost(row)]
    case 'challenger-timed-out':
      return [row.role === 'asserter' ? won(row) : lost(row)]
    case 'force-deleted':
      return row.role === 'asserter'
        ? [lost(row)]
        : [ended(row, 'CHALLENGE_CANCELLED', 'the council deleted the output')]
    case 'cancelled':
      return [ended(row, 'CHALLENGE_CANCELLED', 'the output was deleted meanwhile')]
    case 'dismissed':
      return [ended(row, 'CHALLENGE_DISMISSED', 'the Security Council decided')]
    default:
      return []
  }
}

const won = (row: ChallengeRow): Ending => ({
  code: 'CHALLENGE_WON',
  severity: 'notice',
  title: `The challenge of output ${row.outputIndex} is won`,
  body: `You won ${kro(row.money.wonWei)}. Nothing is left to do.`
})

const lost = (row: ChallengeRow): Ending => ({
  code: 'CHALLENGE_LOST',
  severity: 'critical',
  title: `The challenge of output ${row.outputIndex} is lost`,
  body: `It cost ${kro(row.money.lostWei)}, and the validator may be in jail. The case file of the challenge shows every move; export it if you think that this was wrong.`
})

const ended = (row: ChallengeRow, code: AlertCode, why: string): Ending => ({
  code,
  severity: 'notice',
  title: `The challenge of output ${row.outputIndex} was ${code === 'CHALLENGE_CANCELLED' ? 'cancelled' : 'dismissed'}`,
  body: `It ended without a proof: ${why}. The challenge shows where the bonds went.`
})

/** A wrong output is told whoever made it; one of mine is the worst that can be. */
export const invalidOutputRule: Rule = {
  codes: ['INVALID_OUTPUT'],
  judge(world): Verdict {
    const { snapshot } = world
    const rows = snapshot.outputs.filter(({ verdict, deleted }) => verdict === 'invalid' && !deleted)
    const told = snapshot.health.filter(({ code }) => code === 'INVALID_OUTPUT').map(({ subject }) => subject)
    const older = told.filter((subject) => subject !== null && !rows.some(({ index }) => subject === `output ${index}`))
    const findings = rows.map(({ index, mine, submitter }) => wrong(`output ${index}`, mine, short(submitter)))
    return {
      holds: [...findings, ...older.map((subject) => wrong(subject ?? '', false, 'somebody'))],
      complete: isLooking(world)
    }
  }
}

const wrong = (subject: string, mine: boolean, submitter: string): Finding => ({
  code: 'INVALID_OUTPUT',
  id: subject,
  subject,
  severity: 'critical',
  title: mine ? `Your ${subject} is wrong` : `A wrong output was submitted: ${subject}`,
  body: mine
    ? 'Your own node now computes another root than the one that was submitted. Expect a challenge. Check the node: it may have been on a wrong fork.'
    : `${submitter} submitted a root that your node does not compute. With the challenger role on, the app disputes it by itself; otherwise see the Challenges screen.`,
  screen: 'challenges'
})
