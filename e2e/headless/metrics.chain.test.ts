import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { runApp } from './run-app.ts'

const prefix = 'kroma_validator_default_'

async function scrape(port: number): Promise<Record<string, number>> {
  const response = await fetch(`http://127.0.0.1:${port}/metrics`)
  expect(response.status).toBe(200)
  const lines = (await response.text()).split('\n').filter((line) => line !== '' && !line.startsWith('#'))
  return Object.fromEntries(
    lines.map((line) => {
      const at = line.lastIndexOf(' ')
      return [line.slice(prefix.length, at), Number(line.slice(at + 1))]
    })
  )
}

describe('metrics of a headless validator', { timeout: 120_000 }, () => {
  it('show the practice network’s figures to Prometheus, and end with it', async () => {
    const data = mkdtempSync(join(tmpdir(), 'kroma-metrics-'))
    const config = join(data, 'config.json')
    writeFileSync(config, JSON.stringify({ network: 'practice', metrics: { enabled: true, port: 0 } }))
    const app = runApp(['--headless', '--config', config, '--data', data])
    await app.line('"output.submitted"')
    const listening = /"port":(\d+)[^\n]*"msg":"metrics\.listening"/.exec(readFileSync(join(data, 'app.log'), 'utf8'))
    const port = Number(listening?.[1])
    await expect
      .poll(() => scrape(port))
      .toMatchObject({
        up: 1,
        validator_status: 5,
        balance: expect.any(Number),
        'refs_number{layer="l1_origin"}': expect.any(Number),
        'refs_number{layer="l2"}': expect.any(Number),
        challenge_checkpoint: expect.any(Number),
        txmgr_rpc_error_count: 0
      })
    const found = await scrape(port)
    expect(found.balance).toBeGreaterThan(90)
    expect(found.unbonded_deposit_amount).toBeGreaterThan(1_000)
    expect(
      Object.keys(found).filter((name) => /^next_validator\{address="0x[0-9a-fA-F]{40}"\}$/.test(name))
    ).toHaveLength(1)
    app.child.kill('SIGINT')
    expect(await app.ended).toMatchObject({ code: 0, err: '' })
    await expect(fetch(`http://127.0.0.1:${port}/metrics`)).rejects.toThrow()
  })
})
