import { type ChildProcess, spawn } from 'node:child_process'
import {
  type Abi,
  type Account,
  type Chain,
  createTestClient,
  type Hex,
  http,
  type PublicActions,
  publicActions,
  type TestClient,
  type Transport,
  type WalletActions,
  walletActions
} from 'viem'
import { privateKeyToAccount } from 'viem/accounts'
import { compileContracts } from '../../compile.ts'

/** The first of anvil's own accounts. */
const DEPLOYER = privateKeyToAccount('0xac0974bec39a17e36ba4a6b4d238ff944bacb478cbed5efcae784d7bf4f2ff80')
const contracts = await compileContracts()

type TestNodeClient = TestClient<'anvil', Transport, undefined, Account> &
  PublicActions &
  WalletActions<Chain | undefined, Account>

export type Deployed = { address: Hex; abi: Abi }

/** An anvil for a test file. The contracts want Cancun; an L2 that zkEVM proofs are about must be a Shanghai one, as
 * anvil leaves the beacon root of later headers zero. */
export class TestNode {
  readonly client: TestNodeClient
  readonly #process: ChildProcess

  private constructor(process: ChildProcess, url: string) {
    this.#process = process
    this.client = connect(url)
  }

  static async start(hardfork: 'shanghai' | 'cancun' = 'cancun'): Promise<TestNode> {
    const process = spawn('node_modules/.bin/anvil', ['--port', '0', '--hardfork', hardfork], {
      stdio: ['ignore', 'pipe', 'inherit']
    })
    return new TestNode(process, `http://${await listeningOn(process)}`)
  }

  async deploy(name: string, args: readonly unknown[] = []): Promise<Deployed> {
    const contract = contracts[name]
    if (!contract) throw new Error(`no contract ${name}`)
    const hash = await this.client.deployContract({ abi: contract.abi, bytecode: contract.bytecode, args, chain: null })
    const { contractAddress } = await this.client.waitForTransactionReceipt({ hash })
    if (!contractAddress) throw new Error(`${name} was not deployed`)
    return { address: contractAddress, abi: contract.abi }
  }

  read(contract: Deployed, functionName: string, args: readonly unknown[]): Promise<unknown> {
    return this.client.readContract({ ...contract, functionName, args })
  }

  stop(): void {
    this.#process.kill()
  }
}

function listeningOn(process: ChildProcess): Promise<string> {
  return new Promise((resolve, reject) => {
    let said = ''
    process.once('error', reject)
    process.once('exit', (code) => reject(new Error(`anvil ended with ${code}: ${said}`)))
    process.stdout?.on('data', (chunk: Buffer) => {
      said += chunk.toString()
      const address = /Listening on (\S+)/.exec(said)?.[1]
      if (address) resolve(address)
    })
  })
}

function connect(url: string): TestNodeClient {
  return createTestClient({ mode: 'anvil', transport: http(url), account: DEPLOYER, pollingInterval: 20 })
    .extend(publicActions)
    .extend(walletActions)
}
