import { expect, it } from 'vitest'
import { Secret } from '../shared/secret.ts'
import { learnSecrets } from './learn-secrets.ts'
import { createRedactor } from './log/redactor.ts'
import { goodPassphrase, never, vaultStage } from './store/vault/testing/vault-stage.ts'

it('keeps out of the log whatever the vault holds, once it is open', async () => {
  const first = await vaultStage()
  await first.vault.choosePassphrase(goodPassphrase)
  await first.vault.write('validator-key', new Secret('0xaabbccddeeff00112233'))
  await first.vault.write('aws', new Secret('{"accessKeyId":"AKIAEXAMPLE00000","secretAccessKey":"secret/of/aws"}'))
  const { vault } = await vaultStage({ disk: first.disk })
  const redactor = createRedactor()
  learnSecrets(vault, redactor)
  const line = 'key AABBCCDDEEFF00112233 at secret/of/aws'
  expect(redactor.redact(line)).toBe(line)
  await vault.unlock(goodPassphrase, never)
  await expect.poll(() => redactor.redact(line)).toBe('key [secret] at [secret]')
  await vault.write('channel-a', new Secret('token-of-a-channel'))
  await expect.poll(() => redactor.redact('token-of-a-channel')).toBe('[secret]')
})
