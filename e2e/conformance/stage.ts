import { deploy } from './adapter.ts'
import { type ParamSet, runScenario, type Scenario, World } from './replayer.ts'

/** One deployment on which scenarios are played one after the other, each from the base state. */
export interface Stage {
  features: readonly string[]
  /** The differences found; none means that the scenario passed. */
  play(scenario: Scenario): Promise<string[]>
  close(): Promise<void>
}

export async function openStage(name: string, { params, base }: ParamSet): Promise<Stage> {
  const deployed = await deploy(params, name)
  const world = new World(deployed, params)
  await world.init()
  let snapshot = await world.rpc.send<string>('evm_snapshot')
  return {
    features: deployed.features,
    play: async (scenario) => {
      await world.rpc.send('evm_revert', [snapshot])
      snapshot = await world.rpc.send<string>('evm_snapshot')
      return runScenario(world, scenario, { base })
    },
    close: deployed.close
  }
}
