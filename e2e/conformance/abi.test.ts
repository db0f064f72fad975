import { readFileSync } from 'node:fs'
import { type AbiParameter, toEventSelector, toFunctionSelector } from 'viem'
import { formatAbiItem } from 'viem/utils'
import { beforeAll, describe, expect, it } from 'vitest'
import { loadArtifacts } from '../../main/practice/artifacts.ts'
import type { Artifact, Artifacts } from '../../main/practice/compile.ts'

type Facts = Record<'functions' | 'events' | 'errors', Record<string, string>>
type Item = Artifact['abi'][number]

const facts = JSON.parse(readFileSync(new URL('./abi-facts.json', import.meta.url), 'utf8')) as Record<string, Facts>
const artifactNames: Record<string, string> = { L1GovernanceToken: 'GovernanceToken' }

type AbiEventParameter = Extract<Item, { type: 'event' }>['inputs'][number]

const named = ({ type, name }: AbiParameter): string => (name ? `${type} ${name}` : type)
const indexed = (input: AbiEventParameter): string =>
  [input.type, input.indexed ? 'indexed' : '', input.name].filter(Boolean).join(' ')

// The ways of writing in the facts: one entry for each function, event and error.
function described(item: Item): [keyof Facts, string, string] | undefined {
  if (item.type === 'function') {
    const outputs = item.outputs.length > 0 ? ` -> ${item.outputs.map(named).join(',')}` : ''
    return ['functions', `${formatAbiItem(item)} ${item.stateMutability}${outputs}`, toFunctionSelector(item)]
  }
  if (item.type === 'event') {
    return ['events', `${item.name}(${item.inputs.map(indexed).join(', ')})`, toEventSelector(item)]
  }
  if (item.type === 'error') {
    const selector = toFunctionSelector(formatAbiItem(item))
    return ['errors', `${item.name}(${item.inputs.map(named).join(', ')})`, selector]
  }
  return undefined
}

function factsOf({ abi }: Artifact): Facts {
  const result: Facts = { functions: {}, events: {}, errors: {} }
  for (const item of abi) {
    const entry = described(item)
    if (entry) result[entry[0]][entry[1]] = entry[2]
  }
  return result
}

describe('the ABI of the practice contracts', () => {
  let artifacts: Artifacts
  beforeAll(async () => {
    artifacts = await loadArtifacts()
  })

  it.each(Object.entries(facts))(
    '%s has exactly the functions, events and errors of the deployed one',
    (name, fact) => {
      const artifact = artifacts[artifactNames[name] ?? name]
      if (!artifact) throw new Error(`no contract ${name}`)
      expect(factsOf(artifact)).toEqual(fact)
    }
  )
})
