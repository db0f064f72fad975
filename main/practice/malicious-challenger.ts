import { type LyingEngine, type LyingEngineOptions, startLyingEngine } from './lying-engine.ts'

/** A validator that challenges every correct output that its lie reaches, and plays on until it goes silent. It never submits. */
export const startMaliciousChallenger = (options: Omit<LyingEngineOptions, 'roles'>): Promise<LyingEngine> =>
  startLyingEngine({ ...options, roles: { submitter: false, challenger: true, publicRound: false } })
