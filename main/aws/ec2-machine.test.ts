import { afterEach, describe, expect, it } from 'vitest'
import { AbortedError } from '../../shared/errors.ts'
import { Secret } from '../../shared/secret.ts'
import { systemClock } from '../engine/runtime/clock.ts'
import { type Ec2Double, startEc2Double } from '../practice/ec2/ec2-double.ts'
import { readAwsCredentials } from './aws-credentials.ts'
import { createEc2Machine, type Ec2Settings } from './ec2-machine.ts'

const signal = new AbortController().signal
const open: { stop(): Promise<void> }[] = []
afterEach(async () => {
  for (const one of open.splice(0)) await one.stop()
})

async function setup(options: Partial<Parameters<typeof startEc2Double>[0]> = {}, over: Partial<Ec2Settings> = {}) {
  const double = await startEc2Double({ clock: systemClock, ...options })
  open.push(double)
  const machine = machineAt(double, over)
  return { double, machine }
}

function machineAt(double: Ec2Double, over: Partial<Ec2Settings> = {}) {
  const { accessKeyId, secretAccessKey } = double.key
  const key = { accessKeyId, secretAccessKey: new Secret(secretAccessKey), sessionToken: null }
  const machine = createEc2Machine(
    {
      region: 'eu-test-1',
      instanceId: 'i-0123456789abcdef0',
      addressType: 'public',
      credentials: { key },
      endpoint: double.url,
      ...over
    },
    systemClock
  )
  open.push({ stop: async () => machine.close() })
  return machine
}

describe('the EC2 client against the Query API', () => {
  it('reads state, type, start and the address of the kind asked for, signed', async () => {
    const { double, machine } = await setup({ first: 'running' })
    const look = await machine.describe(signal)
    expect(look).toMatchObject({ state: 'running', address: '127.0.0.2', instanceType: 'r6i.32xlarge' })
    expect(Math.abs((look.launchedAtMs ?? 0) - Date.now())).toBeLessThan(60_000)
    expect((await machineAt(double, { addressType: 'private' }).describe(signal)).address).toBe('10.1.2.3')
    expect(double.calls()).toMatchObject({ DescribeInstances: 2, StartInstances: 0 })
  })

  it('turns pages until the instance is found', async () => {
    const { double, machine } = await setup({ emptyPages: 3 })
    expect(await machine.describe(signal)).toMatchObject({ state: 'stopped', address: null })
    expect(double.calls().DescribeInstances).toBe(4)
  })

  it('starts and stops, and sees another address after each start', async () => {
    const { double, machine } = await setup({ delays: { bootMs: 1, stopMs: 1 } })
    const seen: (string | null)[] = []
    const reach = async (state: string) => {
      for (;;) {
        const look = await machine.describe(signal)
        if (look.state === state) return look
      }
    }
    for (let i = 0; i < 2; i++) {
      await machine.start(signal)
      seen.push((await reach('running')).address)
      await machine.stop(signal)
      await reach('stopped')
    }
    expect(seen).toEqual(['127.0.0.2', '127.0.0.3'])
    expect(double.calls()).toMatchObject({ StartInstances: 2, StopInstances: 2 })
  })

  it.each([
    ['InsufficientInstanceCapacity', 500, 'NO_CAPACITY', true],
    ['VcpuLimitExceeded', 400, 'LIMIT_REACHED', false],
    ['UnauthorizedOperation', 403, 'NOT_AUTHORIZED', false],
    ['ExpiredToken', 400, 'KEY_EXPIRED', false],
    ['RequestLimitExceeded', 503, 'THROTTLED', true],
    ['IncorrectInstanceState', 400, 'WRONG_STATE', true],
    ['InvalidInstanceID.NotFound', 400, 'WRONG_REGION', false],
    ['InternalError', 500, 'AWS_FAILED', true],
    ['SomethingNew', 400, 'AWS_FAILED', true]
  ] as const)('%s (%i) is %s', async (awsCode, status, code, retryable) => {
    const { double, machine } = await setup()
    double.fail('StartInstances', awsCode, { status })
    const error = await machine.start(signal).catch((e: unknown) => e)
    expect(error).toMatchObject({ code, retryable })
    expect(JSON.stringify(error)).not.toContain('123456789012')
    expect(double.calls().StartInstances).toBe(1)
    await machine.start(signal)
    expect(double.state()).not.toBe('stopped')
  })

  it('tells a terminated machine, a wrong id, a wrong key and a wrong region from each other', async () => {
    const { double, machine } = await setup({ first: 'terminated' })
    expect((await machine.describe(signal)).state).toBe('terminated')
    await expect(machineAt(double, { instanceId: 'i-other' }).describe(signal)).rejects.toMatchObject({
      code: 'WRONG_REGION'
    })
    const wrong = { accessKeyId: 'AKIAOTHER', secretAccessKey: new Secret('no'), sessionToken: null }
    await expect(machineAt(double, { credentials: { key: wrong } }).describe(signal)).rejects.toMatchObject({
      code: 'KEY_INVALID',
      retryable: false
    })
    const badSecret = { ...wrong, accessKeyId: double.key.accessKeyId, sessionToken: new Secret('x') }
    await expect(machineAt(double, { credentials: { key: badSecret } }).describe(signal)).rejects.toMatchObject({
      code: 'KEY_INVALID'
    })
  })

  it('names a wrong clock, and signs by the clock of AWS from then on', async () => {
    const { machine } = await setup({ skewMs: 20 * 60_000 })
    await expect(machine.describe(signal)).rejects.toMatchObject({ code: 'CLOCK_SKEW', retryable: true })
    expect(await machine.describe(signal)).toMatchObject({ state: 'stopped' })
  })

  it('says that nobody is there, and ends with its signal', async () => {
    const { double } = await setup()
    const machine = machineAt(double)
    await double.stop()
    await expect(machine.describe(signal)).rejects.toMatchObject({ code: 'AWS_UNREACHABLE', retryable: true })
    const abort = new AbortController()
    abort.abort()
    await expect(machine.describe(abort.signal)).rejects.toBeInstanceOf(AbortedError)
  })

  it.each([
    ['as in the guide', {}, undefined, ['allowed', 'allowed', 'refused', 'unknown']],
    ['with another machine in the account', {}, 'i-0fedcba9876543210', ['allowed', 'allowed', 'refused', 'refused']],
    [
      'every right',
      { runNew: true, startOthers: true },
      'i-0fedcba9876543210',
      ['allowed', 'allowed', 'allowed', 'allowed']
    ],
    ['too few rights', { start: false, stop: false }, undefined, ['refused', 'refused', 'refused', 'unknown']]
  ] as const)(
    'finds out what the key may do: %s',
    async (_, policy, otherInstanceId, [start, stop, runNew, startOthers]) => {
      const { double, machine } = await setup({ policy, ...(otherInstanceId && { otherInstanceId }) })
      expect(await machine.rights(signal)).toEqual({ start, stop, runNew, startOthers })
      expect([double.state(), double.calls().StartInstances, double.calls().StopInstances]).toEqual(['stopped', 0, 0])
    }
  )

  it('does not take a failure for an answer about rights', async () => {
    const { double, machine } = await setup()
    double.fail('RunInstances', 'RequestLimitExceeded', { status: 503 })
    await expect(machine.rights(signal)).rejects.toMatchObject({ code: 'THROTTLED' })
    double.fail('RunInstances', 'IncorrectInstanceState', { status: 400 })
    expect(await machine.rights(signal)).toMatchObject({ runNew: 'unknown' })
  })
})

describe('an assumed role', () => {
  const arn = 'arn:aws:iam::123456789012:role/kroma-prover'

  it('is assumed with the key, once for all calls while its own key lasts', async () => {
    const { double, machine } = await setup({ role: { arn } }, { role: { arn } })
    expect(await machine.describe(signal)).toMatchObject({ state: 'stopped' })
    await machine.start(signal)
    expect(double.calls()).toMatchObject({ AssumeRole: 1, DescribeInstances: 1, StartInstances: 1 })
    await expect(machineAt(double).describe(signal)).rejects.toMatchObject({ code: 'NOT_AUTHORIZED' })
  })

  it('is assumed anew before its key ends, and when it ended early', async () => {
    const short = await setup({ role: { arn, lastsMs: 60_000 } }, { role: { arn } })
    await short.machine.describe(signal)
    const before = short.double.calls().AssumeRole
    await short.machine.describe(signal)
    expect(short.double.calls().AssumeRole).toBeGreaterThan(before)

    const { double, machine } = await setup({ role: { arn } }, { role: { arn } })
    await machine.describe(signal)
    double.revokeRole()
    expect(await machine.describe(signal)).toMatchObject({ state: 'stopped' })
    expect(double.calls()).toMatchObject({ AssumeRole: 2, DescribeInstances: 3 })
  })

  it('wants its external id, and says that the role is what was refused', async () => {
    const role = { arn, externalId: 'kroma-1', sessionName: 'my-validator' }
    const { double, machine } = await setup({ role }, { role })
    expect(await machine.describe(signal)).toMatchObject({ state: 'stopped' })
    for (const wrong of [{ arn }, { arn: `${arn}-2`, externalId: 'kroma-1' }, { arn, externalId: 'kroma-2' }])
      await expect(machineAt(double, { role: wrong }).describe(signal)).rejects.toMatchObject({
        code: 'ROLE_REFUSED',
        retryable: false
      })
  })

  it.each([
    ['ExpiredTokenException', 403, 'KEY_EXPIRED', false],
    ['InvalidClientTokenId', 403, 'KEY_INVALID', false],
    ['RegionDisabledException', 403, 'WRONG_REGION', false],
    ['ValidationError', 400, 'ROLE_REFUSED', false],
    ['Throttling', 400, 'THROTTLED', true],
    ['ServiceUnavailable', 503, 'AWS_FAILED', true]
  ] as const)('%s of the token service (%i) is %s', async (awsCode, status, code, retryable) => {
    const { double, machine } = await setup({ role: { arn } }, { role: { arn } })
    double.fail('AssumeRole', awsCode, { status, times: 2 })
    const error = await machine.describe(signal).catch((e: unknown) => e)
    expect(error).toMatchObject({ code, retryable })
    expect(JSON.stringify(error)).not.toContain('123456789012')
    double.fail('AssumeRole', awsCode, { times: 0 })
    expect(await machine.describe(signal)).toMatchObject({ state: 'stopped' })
  })

  it('tells a wrong key and a wrong clock of the token service from each other', async () => {
    const { double } = await setup({ role: { arn } })
    const wrong = { accessKeyId: 'AKIAOTHER', secretAccessKey: new Secret('no'), sessionToken: null }
    await expect(
      machineAt(double, { role: { arn }, credentials: { key: wrong } }).describe(signal)
    ).rejects.toMatchObject({
      code: 'KEY_INVALID'
    })
    const skewed = await setup({ role: { arn }, skewMs: 20 * 60_000 }, { role: { arn } })
    await expect(skewed.machine.describe(signal)).rejects.toMatchObject({ code: 'CLOCK_SKEW', retryable: true })
  })
})

describe('AWS credentials', () => {
  const source = {
    source: 'environment',
    accessKeyIdVariable: 'A',
    secretAccessKeyVariable: 'S',
    sessionTokenVariable: 'T'
  } as const

  it('come from where the settings say, and never show', () => {
    expect(readAwsCredentials({ source: 'default' }, {})).toEqual({})
    expect(readAwsCredentials({ source: 'profile', profile: 'prover' }, {})).toEqual({ profile: 'prover' })
    const read = readAwsCredentials(source, { A: 'AKIA1', S: 'hush-hush', T: 'token-token' })
    expect(JSON.stringify(read)).toBe(
      '{"key":{"accessKeyId":"AKIA1","secretAccessKey":"[secret]","sessionToken":"[secret]"}}'
    )
  })

  it('name the variable that is missing', () => {
    expect(() => readAwsCredentials(source, { A: 'AKIA1' })).toThrow('variable S is missing')
  })
})
