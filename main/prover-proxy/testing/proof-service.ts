import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'

export type ProofService = {
  url: string
  port: number
  /** Traces that a proof was begun for, in order. */
  traces: string[]
  /** Calls of `spec`. */
  specs: number
  mode: 'works' | 'fails' | 'drops' | 'junk' | 'silent'
  delayMs: number
  /** How it writes bytes: as arrays, as the prover itself does, or as the reference's proxy does. */
  encoding: 'arrays' | 'base64'
  stop(): Promise<void>
}

const spec = { degree: 19, agg_degree: 23, chain_id: 255, max_txs: 100, max_call_data: 350_000, proof_type_desc: 'x' }

/** The bytes that stand for a proof of this trace. */
export const fakeProof = (trace: string): { proof: number[]; final_pair: number[] } => ({
  proof: Array.from({ length: 4_640 }, (_, i) => (i + trace.length) % 256),
  final_pair: Array.from({ length: 128 }, (_, i) => (i * 7 + trace.length) % 256)
})

const written = ({ proof, final_pair }: ReturnType<typeof fakeProof>, encoding: ProofService['encoding']): object => {
  const write = (bytes: number[]) => (encoding === 'arrays' ? bytes : Buffer.from(bytes).toString('base64'))
  return { proof: write(proof), final_pair: write(final_pair) }
}

/** A zkEVM prover double: JSON-RPC over HTTP, bytes as arrays as the prover itself writes them. Equal traces under way share one proof. */
export async function startProofService({
  host = '127.0.0.1',
  port = 0
}: {
  host?: string
  port?: number
} = {}): Promise<ProofService> {
  const serve = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const chunks: Buffer[] = []
    for await (const chunk of request) chunks.push(chunk as Buffer)
    const { id, method, params } = JSON.parse(Buffer.concat(chunks).toString())
    const say = (part: object): void => void response.end(JSON.stringify({ jsonrpc: '2.0', id, ...part }))
    if (service.mode === 'silent') return
    if (method === 'spec') {
      service.specs += 1
      return say({ result: spec })
    }
    service.traces.push(params[0])
    await new Promise((resolve) => setTimeout(resolve, service.delayMs))
    if (service.mode === 'drops') request.socket.destroy()
    else if (service.mode === 'fails') say({ error: { code: -32017, message: 'out of memory' } })
    else if (service.mode === 'junk') say({ result: { proof: 'zz', final_pair: 7 } })
    else say({ result: written(fakeProof(params[0]), service.encoding) })
  }
  const server = createServer((request, response) => void serve(request, response))
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject)
    server.listen(port, host, resolve)
  })
  const taken = (server.address() as AddressInfo).port
  const service: ProofService = {
    url: `http://${host}:${taken}`,
    port: taken,
    traces: [],
    specs: 0,
    mode: 'works',
    delayMs: 0,
    encoding: 'arrays',
    stop: () =>
      new Promise((resolve) => {
        server.close(() => resolve())
        server.closeAllConnections()
      })
  }
  return service
}
