import { spawn } from 'node:child_process'
import { readFile } from 'node:fs/promises'
import { join, resolve } from 'node:path'

const root = resolve(import.meta.dirname, '../../..')
const withinMs = 200_000

type Report = { numPassedTests: number; numFailedTests: number; testResults: { assertionResults: Assertion[] }[] }
type Assertion = { status: string; fullName: string }

/** Runs tests of the project that inject a fault themselves, in a process of their own, those whose names match. Throws when one failed, or none ran; says how many held. */
export async function runTests(
  files: readonly string[],
  { folder, names }: { folder: string; names?: string }
): Promise<number> {
  const out = join(folder, 'tests.json')
  const args = ['run', ...files, '--reporter=json', `--outputFile=${out}`, ...(names ? ['-t', names] : [])]
  const { VITEST: _, VITEST_POOL_ID: __, VITEST_WORKER_ID: ___, NODE_ENV: ____, ...env } = process.env
  const child = spawn(process.execPath, [join(root, 'node_modules/vitest/vitest.mjs'), ...args], {
    ...{ cwd: root, env, stdio: ['ignore', 'ignore', 'pipe'] }
  })
  let complaints = ''
  child.stderr?.on('data', (chunk) => {
    complaints = (complaints + String(chunk)).slice(-2_000)
  })
  const timer = setTimeout(() => child.kill('SIGKILL'), withinMs)
  await new Promise((done) => child.once('close', done))
  clearTimeout(timer)
  const report = JSON.parse(await readFile(out, 'utf8').catch(() => 'null')) as Report | null
  if (!report) throw new Error(`the tests did not run: ${complaints}`)
  const failed = report.testResults.flatMap(({ assertionResults }) =>
    assertionResults.filter(({ status }) => status === 'failed').map(({ fullName }) => fullName)
  )
  if (report.numFailedTests > 0) throw new Error(`failed: ${failed.join('; ')}`)
  if (report.numPassedTests === 0) throw new Error('no test of that name')
  return report.numPassedTests
}
