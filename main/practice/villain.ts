import { type LyingEngine, type LyingEngineOptions, startLyingEngine } from './lying-engine.ts'

/** A validator that submits a wrong root as soon as an output reaches its lie, and defends it consistently against every challenge until it goes silent. It submits in its own priority rounds only. */
export const startVillain = (options: Omit<LyingEngineOptions, 'roles'>): Promise<LyingEngine> =>
  startLyingEngine({ ...options, roles: { submitter: true, challenger: false, publicRound: false } })
