import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { answerAppRequest, ownSchemes, serveAppProtocol } from './app-protocol.ts'

let folder: string
let root: string
beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'app-protocol-'))
  root = path.join(folder, 'renderer')
  await mkdir(root)
  await writeFile(path.join(root, 'index.html'), '<meta nonce="__CSP_NONCE__">')
  await writeFile(path.join(folder, 'secret.js'), 'secret')
})
afterAll(() => rm(folder, { recursive: true }))

const get = (url: string, method = 'GET'): Promise<Response> => answerAppRequest({ url, method }, root)

describe('the app:// protocol', () => {
  it('serves the page with a policy that lets it connect nowhere', async () => {
    const response = await get('app://kroma/?x#y')
    const policy = response.headers.get('content-security-policy') ?? ''
    expect(response.status).toBe(200)
    expect(policy).toContain("default-src 'none'; script-src 'self';")
    expect(policy).toContain("connect-src 'none'")
    const nonce = /'nonce-([^']+)'/.exec(policy)?.[1]
    expect(await response.text()).toBe(`<meta nonce="${nonce}">`)
    expect((await get('app://kroma')).status).toBe(200)
  })

  it.each([
    ['app://kroma/../secret.js', 404],
    ['app://kroma/..%2fsecret.js', 404],
    ['app://kroma/%2e%2e/secret.js', 404],
    ['app://kroma//secret.js', 404],
    ['app://kroma/none.js', 404],
    ['app://evil/index.html', 403],
    ['https://kroma/index.html', 403]
  ])('answers %s with %i', async (url, status) => {
    const response = await get(url)
    expect(response.status).toBe(status)
    expect(response.headers.get('content-security-policy')).toContain("default-src 'none'")
    expect(await response.text()).not.toContain('secret')
  })

  it('can only be read', async () => {
    expect((await get('app://kroma/', 'POST')).status).toBe(405)
  })

  it('gives its scheme no more rights than it needs', () => {
    expect(ownSchemes).toEqual([{ scheme: 'app', privileges: { standard: true, secure: true, supportFetchAPI: true } }])
  })

  it('is handed to Electron under its scheme', async () => {
    const handlers = new Map<string, (request: Request) => Response | Promise<Response>>()
    serveAppProtocol({ handle: (scheme, handler) => void handlers.set(scheme, handler) }, root)
    const response = await handlers.get('app')?.({ url: 'app://kroma/', method: 'GET' } as Request)
    expect([...handlers.keys()]).toEqual(['app'])
    expect(response?.status).toBe(200)
  })
})
