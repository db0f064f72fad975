import { execFile } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { extname, join, normalize, resolve } from 'node:path'
import { promisify } from 'node:util'

const root = resolve(import.meta.dirname, '../..')
const runFile = promisify(execFile)

/** A build of the renderer in a folder of its own. */
export type RendererBuild = { folder: string; remove(): void }

/** `fixture`: with the screens' fixtures in it, as no user gets it. */
export async function buildRenderer(mode: 'production' | 'fixture'): Promise<RendererBuild> {
  const folder = mkdtempSync(join(tmpdir(), 'kroma-bench-renderer-'))
  const vite = join(root, 'node_modules/vite/bin/vite.js')
  const args = ['build', join(root, 'renderer'), '--mode', mode, '--outDir', folder, '--emptyOutDir']
  await runFile(process.execPath, [vite, ...args, '--logLevel', 'warn'], { cwd: root })
  return { folder, remove: () => rmSync(folder, { recursive: true, force: true }) }
}

export type Served = { url: string; stop(): Promise<void> }

const types: Record<string, string> = {
  '.html': 'text/html',
  '.js': 'text/javascript',
  '.css': 'text/css',
  '.svg': 'image/svg+xml'
}

/** Serves a folder on loopback. */
export async function serveFolder(folder: string): Promise<Served> {
  const server: Server = createServer((request, response) => {
    const { pathname } = new URL(request.url ?? '/', 'http://127.0.0.1')
    const path = join(folder, normalize(pathname === '/' ? '/index.html' : pathname))
    try {
      const body = readFileSync(path)
      response.writeHead(200, { 'content-type': types[extname(path)] ?? 'application/octet-stream' }).end(body)
    } catch {
      response.writeHead(404).end()
    }
  })
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done))
  const { port } = server.address() as AddressInfo
  return {
    url: `http://127.0.0.1:${port}`,
    stop: () => {
      server.closeAllConnections()
      return new Promise((done) => server.close(() => done()))
    }
  }
}
