import { describe, expect, it } from 'vitest'
import { configSchema } from '../../../shared/config/config.ts'
import { readOperatorEnv } from './read-operator-env.ts'

const config = (...lines: string[]) => readOperatorEnv(lines.join('\n')).config.reveal()

describe('the settings of an environment file', () => {
  it('take over nodes, roles, prover and machine, with the key in the vault', () => {
    const made = config(
      'NETWORK_NAME=sepolia',
      'KROMA_VALIDATOR__OUTPUT_SUBMITTER_ENABLED=true',
      'KROMA_VALIDATOR__CHALLENGER_ENABLED=1',
      'KROMA_VALIDATOR__L1_RPC_ENDPOINT=wss://l1.example/key-1',
      'KROMA_NODE__L1_RPC_ENDPOINT=https://l1.example/key-2',
      'KROMA_VALIDATOR__PROVER_RPC=http://prover-proxy:6000',
      'KROMA_VALIDATOR__ZKVM_PROVER_PROXY_RPC=http://127.0.0.1:3031',
      'KROMA_VALIDATOR__ZKVM_WITNESS_GENERATOR_RPC=http://127.0.0.1:3030',
      'KROMA_PROVER_PROXY__AWS_REGION=eu-central-1',
      'KROMA_PROVER_PROXY__PROVER_INSTANCE_ID=i-0123456789abcdef0',
      'KROMA_PROVER_PROXY__PROVER_ADDRESS_TYPE=public',
      'KROMA_PROVER_PROXY__PROVER_URL_SCHEMA=https',
      'KROMA_PROVER_PROXY__PROVER_RPC_PORT=3033'
    )
    expect(made).toEqual({
      network: 'sepolia',
      rpc: {
        l1: ['wss://l1.example/key-1', 'https://l1.example/key-2'],
        l2: ['http://127.0.0.1:8545'],
        rollup: ['http://127.0.0.1:9545']
      },
      key: { source: 'vault' },
      roles: { submitter: true, challenger: true, publicRound: false },
      prover: {
        ec2: {
          ...{ region: 'eu-central-1', instanceId: 'i-0123456789abcdef0', addressType: 'public', urlScheme: 'https' },
          ...{ port: 3033, credentials: { source: 'vault' } }
        },
        zkVmProverUrl: 'http://127.0.0.1:3031',
        zkVmWitnessUrl: 'http://127.0.0.1:3030'
      }
    })
    expect(configSchema.safeParse(made).success).toBe(true)
  })

  it('leave out what would not hold', () => {
    const made = config(
      'KROMA_VALIDATOR__L1_RPC_ENDPOINT=$L1_URL',
      'KROMA_VALIDATOR__PROVER_RPC=http://10.0.0.5:6000',
      'KROMA_VALIDATOR__ZKVM_PROVER_PROXY_RPC=http://127.0.0.1:3031',
      'KROMA_PROVER_PROXY__AWS_REGION=Frankfurt',
      'KROMA_PROVER_PROXY__PROVER_INSTANCE_ID=i-0123456789abcdef0'
    )
    expect(made).toMatchObject({ network: 'mainnet', rpc: { l1: [] }, prover: { zkEvmUrl: 'http://10.0.0.5:6000' } })
    expect(config('KROMA_VALIDATOR__PROVER_RPC=ws://10.0.0.5:6000')).not.toHaveProperty('prover')
    const same = config(
      'KROMA_VALIDATOR__L1_RPC_ENDPOINT=https://l1.example',
      'KROMA_NODE__L1_RPC_ENDPOINT=https://l1.example'
    )
    expect(same).toMatchObject({ rpc: { l1: ['https://l1.example'] } })
  })
})
