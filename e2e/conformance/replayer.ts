import { readdirSync, readFileSync } from 'node:fs'
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

interface VectorFile {
  paramSets?: Record<string, ParamSet>
  scenarios?: Scenario[]
}

const readJson = (path: string | URL): VectorFile => JSON.parse(readFileSync(path, 'utf8')) as VectorFile

/** The scenarios of the given files, those of `vectors/shared` when there are none, with all parameter sets that are known. */
export function readVectors(paths: readonly string[] = []): {
  paramSets: Record<string, ParamSet>
  scenarios: Scenario[]
} {
  const own = sharedFiles().map(readJson)
  const given = paths.map(readJson)
  const paramSets = Object.assign({}, ...[...own, ...given].map((file) => file.paramSets ?? {}))
  return {
    paramSets: paramSets as Record<string, ParamSet>,
    scenarios: (given.length > 0 ? given : own).flatMap((file) => file.scenarios ?? [])
  }
}

function sharedFiles(): URL[] {
  const dir = new URL('./shared/', vectors)
  const names = readdirSync(dir).filter((name) => name.endsWith('.json'))
  return names.sort().map((name) => new URL(name, dir))
}
