import { messagePasserAddress } from '../../engine/chain/output-root.ts'
import { type JsonRpcServer, RpcFault, startJsonRpcServer } from '../json-rpc-server.ts'
import { connectRpc, RpcRefusal } from '../rpc.ts'
import { blockTrace } from './block-trace.ts'
import { readHeader } from './headers.ts'
import type { PasserProofs } from './passer-proofs.ts'

type Options = { l2Url: string; proofs: PasserProofs; port?: number; signal?: AbortSignal }

/** The L2 execution node as validators see it: passes everything on to the chain, but still has the message passer's proofs of blocks whose states the chain has dropped, and gives block traces. */
export async function startL2Node({ l2Url, proofs, port = 0, signal }: Options): Promise<JsonRpcServer> {
  const l2 = connectRpc({ url: l2Url })

  async function passOn(method: string, params: readonly unknown[]): Promise<unknown> {
    try {
      return await l2(method, params)
    } catch (error) {
      if (error instanceof RpcRefusal)
        throw new RpcFault(error.meta.rpcCode, error.message.slice(method.length + 2), error.data)
      throw error
    }
  }

  async function keptProof([address, keys, at]: readonly unknown[]): Promise<unknown> {
    const simple = String(address).toLowerCase() === messagePasserAddress && Array.isArray(keys) && keys.length === 0
    if (!simple || typeof at !== 'string' || !/^0x[0-9a-f]{1,13}$/i.test(at)) return null
    const header = await readHeader(l2, Number(at))
    return header && proofs.at(header)
  }

  return startJsonRpcServer({
    port,
    async handle(method, params) {
      if (method === 'kroma_getBlockTraceByNumberOrHash') return blockTrace(l2, params[0])
      const kept = method === 'eth_getProof' ? await keptProof(params) : null
      return kept ?? passOn(method, params)
    },
    ...(signal && { signal })
  })
}
