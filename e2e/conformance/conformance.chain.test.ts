import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { mainnetShapeParams, paramsFromJson } from '../../main/practice/params.ts'
import { readVectors } from './replayer.ts'
import { openStage, type Stage } from './stage.ts'

const { paramSets, scenarios } = readVectors()

it('covers the 158 recorded scenarios', () => {
  expect(scenarios).toHaveLength(158)
  expect(new Set(scenarios.map(({ id }) => id)).size).toBe(158)
})

it('knows the mainnet parameters as they were recorded', () => {
  const recorded = paramSets['mainnet-shape']
  if (!recorded) throw new Error('no parameter set mainnet-shape')
  expect(paramsFromJson(recorded.params)).toEqual(mainnetShapeParams)
})

describe.each([...Map.groupBy(scenarios, ({ params }) => params)])('with the parameters "%s"', (name, list) => {
  let stage: Stage

  beforeAll(async () => {
    const paramSet = paramSets[name]
    if (!paramSet) throw new Error(`no parameter set ${name}`)
    stage = await openStage(name, paramSet)
  })
  afterAll(() => stage?.close())

  it.each(list)('$area: $id', async (scenario) => {
    for (const feature of scenario.needs ?? []) expect(stage.features).toContain(feature)
    expect(await stage.play(scenario)).toEqual([])
  })
})
