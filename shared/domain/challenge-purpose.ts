import type { ChallengeRow } from './challenge.ts'

const ofChallenges = new Set(['create-challenge', 'bisect', 'prove', 'challenger-timeout', 'cancel-challenge'])

type Game = Pick<ChallengeRow, 'outputIndex' | 'challenger' | 'role'>

/** Whether a transaction of this account belongs to this challenge: `bisect:12:0x3c…:3` names the output and, but for own challenges, the challenger. A second game by the same challenger is not told from the first. */
export const isPurposeOf = (purpose: string, { outputIndex, challenger, role }: Game): boolean => {
  const [what = '', output, who] = purpose.split(':')
  if (!ofChallenges.has(what) || output !== `${outputIndex}`) return false
  return who?.startsWith('0x') ? who === challenger.toLowerCase() : role === 'challenger'
}
