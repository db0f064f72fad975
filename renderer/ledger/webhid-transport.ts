import { LedgerFailure } from './ledger-problem.ts'
import type { LedgerDevice, LedgerTransport } from './ledger-transport.ts'
import { libraryDevice } from './library-device.ts'
import { loadLibrary } from './load-library.ts'

const ledgerVendor = 0x2c97

type HidDevice = { vendorId: number }
/** WebHID, as far as it is used. */
type Hid = {
  getDevices(): Promise<HidDevice[]>
  requestDevice(options: { filters: { vendorId: number }[] }): Promise<HidDevice[]>
}

/** A Ledger on this machine's USB, through the browser's WebHID. */
export const webHidTransport = (page: { hid?: Hid } = navigator as { hid?: Hid }): LedgerTransport => ({
  kind: 'webhid',
  async open() {
    const hid = hidOf(page)
    const device = (await known(hid)) ?? (await chosen(hid))
    return connect(device)
  },
  async reopen() {
    const device = await known(hidOf(page))
    return device && connect(device)
  }
})

function hidOf({ hid }: { hid?: Hid }): Hid {
  if (hid) return hid
  throw new LedgerFailure('NOT_SUPPORTED')
}

const known = async (hid: Hid): Promise<HidDevice | null> =>
  (await hid.getDevices()).find(({ vendorId }) => vendorId === ledgerVendor) ?? null

async function chosen(hid: Hid): Promise<HidDevice> {
  const [device] = await hid.requestDevice({ filters: [{ vendorId: ledgerVendor }] })
  if (device) return device
  throw new LedgerFailure('NO_ACCESS')
}

async function connect(device: HidDevice): Promise<LedgerDevice> {
  const { Eth } = await loadLibrary()
  const { default: TransportWebHID } = await import('@ledgerhq/hw-transport-webhid')
  const transport = await TransportWebHID.open(device as never)
  return libraryDevice(new Eth(transport as never), transport)
}
