import { createHash } from 'node:crypto'
import { mkdir, readdir, readFile, rename, writeFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { dirname, join, relative, sep } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { Abi, Hex } from 'viem'
import { AppError } from '../../shared/errors.ts'

export interface Artifact {
  abi: Abi
  bytecode: Hex
  deployedBytecode: Hex
}

/** Every deployable contract of the practice network by its Solidity name. */
export type Artifacts = Record<string, Artifact>

interface Solc {
  version(): string
  compile(inputJson: string): string
}

interface SolcOutput {
  errors?: { errorCode: string; formattedMessage: string }[]
  contracts?: Record<
    string,
    Record<string, { abi: Abi; evm: { bytecode: { object: string }; deployedBytecode: { object: string } } }>
  >
}

type Sources = Record<string, { content: string }>

const contractsDir = fileURLToPath(new URL('./contracts/', import.meta.url))
const defaultCacheDir = fileURLToPath(new URL('../../node_modules/.cache/kroma-practice/', import.meta.url))

const settings = {
  optimizer: { enabled: true, runs: 200 },
  evmVersion: 'cancun',
  outputSelection: { '*': { '*': ['abi', 'evm.bytecode.object', 'evm.deployedBytecode.object'] } }
}

// Some parameters of the deployed ABI are called like functions (`owner`, `name`); the ABI is kept to the letter.
const shadowing = '2519'

/** Compiles the practice contracts (about 5 s), or takes the result of an earlier run over the same sources from `cacheDir`. Any other compiler message than about shadowed names is an error. */
export async function compileContracts(options: { cacheDir?: string } = {}): Promise<Artifacts> {
  const sources = await readSources()
  const solc = loadSolc()
  const key = createHash('sha256')
    .update(JSON.stringify([solc.version(), settings, sources]))
    .digest('hex')
  const file = join(options.cacheDir ?? defaultCacheDir, `${key.slice(0, 32)}.json`)
  const cached = await readFile(file, 'utf8').catch(() => undefined)
  if (cached !== undefined) return JSON.parse(cached) as Artifacts

  const artifacts = compile(solc, sources)
  await writeWhole(file, JSON.stringify(artifacts))
  return artifacts
}

/** Writes through a neighbour file, so that a reader never sees half of it. */
export async function writeWhole(file: string, text: string): Promise<void> {
  await mkdir(dirname(file), { recursive: true })
  const temporary = `${file}.${process.pid}.tmp`
  await writeFile(temporary, text)
  await rename(temporary, file)
}

// `require`, so that a bundler does not pull ten megabytes of compiler into the app, which reads compiled artifacts.
function loadSolc(): Solc {
  const require = createRequire(import.meta.url)
  return require('solc') as Solc
}

async function readSources(): Promise<Sources> {
  const entries = await readdir(contractsDir, { recursive: true, withFileTypes: true })
  const files = entries.filter((entry) => entry.isFile() && entry.name.endsWith('.sol'))
  const paths = files.map((entry) => join(entry.parentPath, entry.name)).sort()
  const pairs = paths.map(async (path) => {
    const name = relative(contractsDir, path).split(sep).join('/')
    return [name, { content: await readFile(path, 'utf8') }] as const
  })
  return Object.fromEntries(await Promise.all(pairs))
}

function compile(solc: Solc, sources: Sources): Artifacts {
  const output = JSON.parse(solc.compile(JSON.stringify({ language: 'Solidity', sources, settings }))) as SolcOutput
  const first = output.errors?.find(({ errorCode }) => errorCode !== shadowing)
  if (first) throw new AppError({ code: 'CONTRACTS_DO_NOT_COMPILE' }, { message: first.formattedMessage })
  const artifacts: Artifacts = {}
  for (const contracts of Object.values(output.contracts ?? {})) {
    for (const [name, { abi, evm }] of Object.entries(contracts)) {
      if (evm.bytecode.object === '') continue
      if (artifacts[name]) throw new AppError({ code: 'CONTRACT_NAME_TWICE', name })
      artifacts[name] = {
        abi,
        bytecode: `0x${evm.bytecode.object}`,
        deployedBytecode: `0x${evm.deployedBytecode.object}`
      }
    }
  }
  return artifacts
}
