import { pbkdf2Sync } from 'node:crypto'
import { HDKey, hdKeyToAccount } from 'viem/accounts'
import type { Address, Hex } from '../../../shared/domain/hex.ts'
import { Secret } from '../../../shared/secret.ts'

export type DeviceKey = {
  address: Address
  /** 65 bytes. */
  publicKey: Hex
  chainCode: Uint8Array
  privateKey: Secret<Hex>
}

/** The keys of one seed phrase by their path (numbers, hardened ones with the highest bit). Derived once each. */
export function createDeviceKeys(mnemonic: Secret<string>): (path: readonly number[]) => DeviceKey {
  const known = new Map<string, DeviceKey>()
  const master = HDKey.fromMasterSeed(seedOf(mnemonic))
  return (path) => {
    const text = pathText(path)
    const key = known.get(text) ?? derive(master, text)
    known.set(text, key)
    return key
  }
}

/** BIP-39, without a passphrase. */
const seedOf = (mnemonic: Secret<string>): Uint8Array =>
  pbkdf2Sync(mnemonic.reveal().normalize('NFKD'), 'mnemonic', 2_048, 64, 'sha512')

function derive(master: HDKey, path: `m/44'/60'/${string}`): DeviceKey {
  const account = hdKeyToAccount(master, { path })
  const { chainCode, privateKey } = account.getHdKey()
  if (!chainCode || !privateKey) throw new Error('a path without a private key')
  return {
    address: account.address,
    publicKey: account.publicKey,
    chainCode,
    privateKey: new Secret<Hex>(`0x${Buffer.from(privateKey).toString('hex')}`)
  }
}

const hardened = 0x80000000

/** Only what begins with 44'/60' is derived: the device refuses the rest before. */
function pathText(path: readonly number[]): `m/44'/60'/${string}` {
  const steps = path.map((step) => (step >= hardened ? `${step - hardened}'` : `${step}`))
  return `m/${steps.join('/')}` as `m/44'/60'/${string}`
}
