import { resolve } from 'node:path'
import { compileContracts, writeWhole } from '../main/practice/compile.ts'

const target = process.argv[2]
if (target === undefined) {
  console.error('usage: compile-contracts.ts FILE   (writes the compiled practice contracts as one JSON file)')
  process.exit(2)
}
const artifacts = await compileContracts()
await writeWhole(resolve(target), JSON.stringify(artifacts))
console.log(`${Object.keys(artifacts).length} contracts -> ${target}`)
