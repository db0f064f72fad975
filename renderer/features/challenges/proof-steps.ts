import type { ProofProgress } from '../../../shared/domain/challenge.ts'

type Stage = ProofProgress['stage']
export type ProofStep = { stage: Stage; text: string; state: 'done' | 'now' | 'failed' | 'waiting' }

const order: Record<ProofProgress['kind'], readonly Exclude<Stage, 'failed'>[]> = {
  zkevm: ['collecting', 'proving', 'ready'],
  zkvm: ['collecting', 'witness', 'proving', 'ready']
}
const texts: Record<Exclude<Stage, 'failed'>, string> = {
  collecting: 'Collect inputs',
  witness: 'Make the witness',
  proving: 'Make the proof',
  ready: 'Ready to send'
}

/** The way to a proof, and how far it is. A failed one does not tell where it failed: the step before `ready` is marked. */
export const proofSteps = ({ kind, stage }: Pick<ProofProgress, 'kind' | 'stage'>): ProofStep[] => {
  const stages = order[kind]
  const at = stage === 'failed' ? stages.length - 2 : stages.indexOf(stage)
  return stages.map((step, i) => ({
    stage: step,
    text: texts[step],
    state: i < at || stage === 'ready' ? 'done' : i > at ? 'waiting' : stage === 'failed' ? 'failed' : 'now'
  }))
}

export const proofKinds: Record<ProofProgress['kind'], string> = { zkevm: 'zkEVM proof', zkvm: 'zkVM proof' }
