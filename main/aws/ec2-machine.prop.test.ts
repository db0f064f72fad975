import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { Secret } from '../../shared/secret.ts'
import { systemClock } from '../engine/runtime/clock.ts'
import { valueOrCode } from '../engine/runtime/testing/junk.ts'
import { createEc2Machine } from './ec2-machine.ts'

const { signal } = new AbortController()
const instanceId = 'i-0123456789abcdef0'
let server: Server
let answer = { status: 200, text: '' }
let machine: ReturnType<typeof createEc2Machine>

beforeAll(async () => {
  server = createServer((request, response) => {
    request.resume().on('end', () => response.writeHead(answer.status, { 'content-type': 'text/xml' }).end(answer.text))
  })
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done))
  const endpoint = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  const key = { accessKeyId: 'AKIA', secretAccessKey: new Secret('s'), sessionToken: null }
  machine = createEc2Machine(
    { region: 'eu-test-1', instanceId, addressType: 'public', credentials: { key }, endpoint },
    systemClock
  )
})
afterAll(async () => {
  machine?.close()
  server?.closeAllConnections()
  await new Promise<void>((done) => server.close(() => done()))
})

const instance = (state: string, address: string): string =>
  `<DescribeInstancesResponse><reservationSet><item><instancesSet><item><instanceId>${instanceId}</instanceId><instanceType>r6i.32xlarge</instanceType><instanceState><name>${state}</name></instanceState><ipAddress>${address}</ipAddress><launchTime>2026-01-01T00:00:00.000Z</launchTime></item></instancesSet></item></reservationSet></DescribeInstancesResponse>`
const word = fc.oneof(
  fc.constantFrom('running', 'stopped', 'constructor', 'toString', '__proto__', '', '&amp;', '<!--', ']]>'),
  fc.string()
)
const text = fc.oneof(
  fc.tuple(word, word).map(([state, address]) => instance(state, address)),
  fc.tuple(fc.nat(400), fc.string()).map(([at, what]) => `${instance('running', '1.2.3.4').slice(0, at)}${what}`),
  word.map((code) => `<Response><Errors><Error><Code>${code}</Code><Message>m</Message></Error></Errors></Response>`),
  fc.string(),
  fc.constant(`<!DOCTYPE x [<!ENTITY a "${'b'.repeat(1_000)}">]>${instance('&a;', '&a;')}`)
)
const states = ['pending', 'running', 'stopping', 'stopped', 'terminated']

describe('answers of EC2, whatever comes', () => {
  it('are a look of known words, or a machine problem', async () => {
    await fc.assert(
      fc.asyncProperty(text, fc.constantFrom(200, 400, 403, 500, 503), async (body, status) => {
        answer = { status, text: body }
        const found = await valueOrCode(() => machine.describe(signal))
        if ('code' in found) {
          expect(found.code).toMatch(/^[A-Z][A-Z_]+$/)
          return
        }
        const { state, address, instanceType, launchedAtMs } = found.value
        expect(states).toContain(state)
        expect([address, instanceType].every((one) => one === null || typeof one === 'string')).toBe(true)
        expect(launchedAtMs === null || Number.isFinite(launchedAtMs)).toBe(true)
      }),
      { numRuns: 150 }
    )
  })
})
