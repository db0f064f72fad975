import { afterEach, describe, expect, it } from 'vitest'
import { AppError } from '../../shared/errors.ts'
import { Secret } from '../../shared/secret.ts'
import { systemClock } from '../engine/runtime/clock.ts'
import { startEc2Double } from '../practice/ec2/ec2-double.ts'
import { createEc2Machine } from './ec2-machine.ts'
import { type ReadSecret, vaultCredentials } from './vault-credentials.ts'

const signal = new AbortController().signal
const open: (() => Promise<void>)[] = []
afterEach(async () => {
  for (const stop of open.splice(0)) await stop()
})

async function setup(readSecret: (key: { accessKeyId: string; secretAccessKey: string }) => ReadSecret) {
  const double = await startEc2Double({ clock: systemClock })
  const { accessKeyId, secretAccessKey } = double.key
  const machine = createEc2Machine(
    {
      ...{ region: 'eu-test-1', instanceId: 'i-0123456789abcdef0', addressType: 'public', endpoint: double.url },
      credentials: vaultCredentials(readSecret({ accessKeyId, secretAccessKey }))
    },
    systemClock
  )
  open.push(async () => machine.close())
  open.push(() => double.stop())
  return machine
}

describe('the AWS key from the vault', () => {
  it('is asked for at each call, so that a later unlock or another key counts at once', async () => {
    let say: ReadSecret = async () => {
      throw new AppError({ code: 'VAULT_LOCKED' }, { retryable: true })
    }
    let good = ''
    const machine = await setup((key) => {
      good = JSON.stringify(key)
      return (name) => say(name)
    })
    await expect(machine.describe(signal)).rejects.toMatchObject({ code: 'VAULT_LOCKED', retryable: true })
    const names: string[] = []
    say = async (name) => {
      names.push(name)
      return new Secret(good)
    }
    expect((await machine.describe(signal)).state).toBe('stopped')
    say = async () => new Secret(JSON.stringify({ ...JSON.parse(good), secretAccessKey: 'x'.repeat(40) }))
    await expect(machine.describe(signal)).rejects.toMatchObject({ code: 'KEY_INVALID' })
    say = async () => null
    await expect(machine.describe(signal)).rejects.toMatchObject({ code: 'NO_CREDENTIALS' })
    say = async () => new Secret('{"accessKeyId":5}')
    await expect(machine.describe(signal)).rejects.toMatchObject({ code: 'NO_CREDENTIALS' })
    expect(new Set(names)).toEqual(new Set(['aws']))
  })
})
