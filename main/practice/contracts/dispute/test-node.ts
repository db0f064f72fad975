import {
  type Abi,
  type Account,
  type Chain,
  createTestClient,
  type Hex,
  http,
  type PublicActions,
  parseEther,
  publicActions,
  type TestClient,
  type Transport,
  type WalletActions,
  walletActions
} from 'viem'
import { generatePrivateKey, privateKeyToAccount } from 'viem/accounts'
import { type Anvil, startAnvil } from '../../anvil.ts'
import { artifactOf } from '../../artifacts.ts'
import { compileContracts } from '../../compile.ts'

const artifacts = await compileContracts()

export type Deployed = { address: Hex; abi: Abi }

export type TestNodeClient = TestClient<'anvil', Transport, undefined, Account> &
  PublicActions &
  WalletActions<Chain | undefined, Account>

/** An anvil for a test file that mines each transaction at once. The contracts want Cancun; an L2 that zkEVM proofs are
 * about must be a Shanghai one, as anvil leaves the beacon root of later headers zero. */
export class TestNode {
  readonly client: TestNodeClient
  readonly url: string
  readonly #anvil: Anvil

  private constructor(anvil: Anvil, client: TestNodeClient) {
    this.#anvil = anvil
    this.client = client
    this.url = anvil.httpUrl
  }

  static async start(hardfork: 'shanghai' | 'cancun' = 'cancun'): Promise<TestNode> {
    const anvil = await startAnvil({ chainId: 31337, timestampSec: 1_800_000_000, hardfork, keptStates: 100 })
    const client = connect(anvil.httpUrl)
    await client.setAutomine(true)
    await client.setBalance({ address: client.account.address, value: parseEther('1000') })
    return new TestNode(anvil, client)
  }

  async deploy(name: string, args: readonly unknown[] = []): Promise<Deployed> {
    const { abi, bytecode } = artifactOf(artifacts, name)
    const hash = await this.client.deployContract({ abi, bytecode, args, chain: null })
    const { contractAddress } = await this.client.waitForTransactionReceipt({ hash })
    if (!contractAddress) throw new Error(`${name} was not deployed`)
    return { address: contractAddress, abi }
  }

  read(contract: Deployed, functionName: string, args: readonly unknown[]): Promise<unknown> {
    return this.client.readContract({ ...contract, functionName, args })
  }

  stop(): Promise<void> {
    return this.#anvil.stop()
  }
}

function connect(url: string): TestNodeClient {
  const account = privateKeyToAccount(generatePrivateKey())
  return createTestClient({ mode: 'anvil', transport: http(url), account, pollingInterval: 20 })
    .extend(publicActions)
    .extend(walletActions)
}
