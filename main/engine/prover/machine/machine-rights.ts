import type { ProverRights } from '../../../../shared/domain/prover.ts'

export type MachineRights = ProverRights
export type Right = MachineRights['start']

/** The key may do what its policy in docs/prover.md does not hold. */
export const mayTooMuch = ({ runNew, startOthers }: MachineRights): boolean =>
  runNew === 'allowed' || startOthers === 'allowed'
