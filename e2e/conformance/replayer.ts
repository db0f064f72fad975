import { readdirSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import type { deploy } from './adapter.ts'

export interface Scenario {
  id: string
  area: string
  params: string
  about: string
  needs?: string[]
}

export interface ParamSet {
  params: Parameters<typeof deploy>[0]
  base: Record<string, unknown>
}

type Deployed = Awaited<ReturnType<typeof deploy>>

interface World {
  init(): Promise<void>
  rpc: { send<T>(method: string, params?: readonly unknown[]): Promise<T> }
}

/** The parts of `vectors/replay.mjs` that are used here; it is plain JavaScript, kept as it came with the vectors. */
interface Replayer {
  World: new (deployed: Deployed, params: ParamSet['params']) => World
  runScenario(world: World, scenario: Scenario, options: { base: ParamSet['base'] }): Promise<string[]>
}

const vectors = new URL('./vectors/', import.meta.url)

export const { World, runScenario } = (await import(
  /* @vite-ignore */ new URL('./replay.mjs', vectors).href
)) as Replayer

/** All scenarios and parameter sets of `vectors/shared`. */
export function readVectors(): { paramSets: Record<string, ParamSet>; scenarios: Scenario[] } {
  const dir = new URL('./shared/', vectors)
  const files = readdirSync(fileURLToPath(dir))
    .filter((name) => name.endsWith('.json'))
    .sort()
    .map(
      (name) =>
        JSON.parse(readFileSync(new URL(name, dir), 'utf8')) as {
          paramSets?: Record<string, ParamSet>
          scenarios?: Scenario[]
        }
    )
  return {
    paramSets: Object.assign({}, ...files.map((file) => file.paramSets ?? {})) as Record<string, ParamSet>,
    scenarios: files.flatMap((file) => file.scenarios ?? [])
  }
}
