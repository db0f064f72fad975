import { renderToString } from 'react-dom/server'
import { describe, expect, it } from 'vitest'
import { type EnvPreview, largestEnvBytes } from '../../../../shared/domain/env-import.ts'
import { type Engine, EngineContext } from '../../../app/engine-context.tsx'
import { createStore } from '../../../app/store.ts'
import { fixtureBridge } from '../../../dev/fixture.ts'
import { DeleteFile } from './delete-file.tsx'
import { EnvChoices } from './env-choices.tsx'
import { EnvImport } from './env-import.tsx'
import { EnvPreviewView } from './env-preview.tsx'
import { readEnvText } from './read-env-text.ts'
import { conflictTexts, exposureTexts, texts } from './texts.ts'

const render = (content: React.ReactNode): string => {
  const bridge = fixtureBridge('waiting', { nowMs: () => 0, vault: 'empty' })
  const engine: Engine = { bridge, store: createStore(bridge, { nowMs: () => 0, after: () => () => {} }) }
  const html = renderToString(<EngineContext value={engine}>{content}</EngineContext>)
  engine.store.stop()
  return html.replaceAll('<!-- -->', '')
}

const bare: EnvPreview = {
  ...{ found: [], missing: [], conflicts: [], exposed: [], notes: [], account: null, network: null, ready: false },
  roles: { submitter: false, challenger: false, publicRound: false }
}

/** A file that tells whether it was read. */
function fileOf(bytes: Uint8Array | string, size?: number) {
  const data = typeof bytes === 'string' ? new TextEncoder().encode(bytes) : bytes
  const file = {
    read: 0,
    size: size ?? data.length,
    arrayBuffer: async () => {
      file.read += 1
      return data.slice().buffer as ArrayBuffer
    }
  }
  return file
}

describe('reading an environment file', () => {
  it('does not read a large one at all', async () => {
    const huge = fileOf('A=1', 100_000_000)
    expect(await readEnvText(huge)).toEqual({ problem: texts.tooLarge })
    expect(huge.read).toBe(0)
    expect(await readEnvText(fileOf('A'.repeat(largestEnvBytes)))).toMatchObject({ text: expect.any(String) })
    expect(await readEnvText(fileOf('A'.repeat(largestEnvBytes + 1), 5))).toEqual({ problem: texts.tooLarge })
  })

  it.each([
    ['zero bytes', new Uint8Array([65, 61, 0, 66]), texts.notText],
    ['another encoding', new Uint8Array([65, 61, 0xe4]), texts.notText],
    ['nothing', new Uint8Array(), texts.empty]
  ])('refuses %s', async (_, bytes, problem) => expect(await readEnvText(fileOf(bytes))).toEqual({ problem }))

  it('leaves the text as it is, mark and line ends included', async () => {
    const text = '\uFEFFA=ä\r\nB=$HOME\r\n'
    expect(await readEnvText(fileOf(text))).toEqual({ text })
  })
})

describe('what is in an environment file', () => {
  it('is said in words for every conflict and every exposure', () => {
    const conflicts = (Object.keys(conflictTexts) as (keyof typeof conflictTexts)[]).map((code, i) => ({
      ...{ code, keys: [`NAME_${i}`] },
      blocking: i === 0
    }))
    const exposed = (Object.keys(exposureTexts) as (keyof typeof exposureTexts)[]).map((code) => ({
      ...{ code, keys: ['VALIDATOR_PRIVATE_KEY'], remedy: 'WIPE' as const }
    }))
    const html = render(<EnvPreviewView preview={{ ...bare, conflicts, exposed }} />)
    for (const text of Object.values(conflictTexts)) expect(html).toContain(text)
    for (const { title, todo } of Object.values(exposureTexts))
      expect(html).toMatch(new RegExp(`${title}.*${todo.slice(0, 40).replace(/[.()?]/g, '.')}`))
    expect(html.split(texts.blocking)).toHaveLength(2)
    expect(html).toContain('Critical: ')
    expect(html).not.toMatch(/undefined|\[object/)
  })

  it('shows masks, lines that were left out, and what is missing', () => {
    const html = render(
      <EnvPreviewView
        preview={{
          ...bare,
          found: [
            { purpose: 'privateKey', key: 'VALIDATOR_PRIVATE_KEY', line: 3, shown: '[secret]' },
            { purpose: null, key: 'OTHER', line: 5, shown: 'x' }
          ],
          missing: ['validatorL1', 'network'],
          notes: [
            { note: 'BOM', line: null, key: null },
            { note: 'LINE_SKIPPED', line: 7, key: null },
            { note: 'SHELL_SYNTAX', line: 9, key: 'A' }
          ]
        }}
      />
    )
    for (const text of ['[secret]', 'not used', '7, 9', 'Ethereum node, network', texts.noAccount, texts.noRoles])
      expect(html).toContain(text)
  })

  it('offers what can be kept, and nothing that cannot', () => {
    const found = (['awsAccessKeyId', 'awsSecretAccessKey'] as const).map((purpose, line) => ({
      ...{ purpose, key: 'K', line, shown: '[secret]' }
    }))
    const withAws = render(<EnvChoices read={{ id: 'x', preview: { ...bare, found } }} onImported={() => {}} />)
    expect(withAws).toContain(texts.keepAws)
    const none = render(<EnvChoices read={{ id: 'x', preview: bare }} onImported={() => {}} />)
    expect(none).not.toContain(texts.keepAws)
    expect(none).toContain(texts.importSettings)
  })

  it('begins with the choice of a file, and ends with how to delete it', () => {
    expect(render(<EnvImport onDone={() => {}} />)).toContain(texts.choose)
    for (const text of [texts.place, texts.wipe, 'shred -u .env', 'rm .env', 'del .env', texts.deleteCopies])
      expect(render(<DeleteFile id="x" />)).toContain(text)
  })
})
