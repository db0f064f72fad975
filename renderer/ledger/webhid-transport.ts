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

/** A browser without a working HID service never answers; a press counts for the chooser for five seconds only. */
const knownWithinMs = 2_000

type Deps = { page?: { hid?: Hid }; pause: (ms: number) => Promise<void>; connect?: typeof connectTo }

/** A Ledger on this machine's USB, through the browser's WebHID. */
export function webHidTransport({
  page = navigator as { hid?: Hid },
  pause,
  connect = connectTo
}: Deps): LedgerTransport {
  const known = (hid: Hid): Promise<HidDevice | null> =>
    Promise.race([
      hid.getDevices().then((devices) => devices.find(({ vendorId }) => vendorId === ledgerVendor) ?? null),
      pause(knownWithinMs).then(() => null)
    ])
  return {
    kind: 'webhid',
    async open() {
      const hid = hidOf(page)
      return connect((await known(hid)) ?? (await chosen(hid)))
    },
    async reopen() {
      const device = await known(hidOf(page))
      return device && connect(device)
    }
  }
}

function hidOf({ hid }: { hid?: Hid }): Hid {
  if (hid) return hid
  throw new LedgerFailure('NOT_SUPPORTED')
}

async function chosen(hid: Hid): Promise<HidDevice> {
  const [device] = await hid.requestDevice({ filters: [{ vendorId: ledgerVendor }] })
  if (device) return device
  throw new LedgerFailure('NO_ACCESS')
}

async function connectTo(device: HidDevice): Promise<LedgerDevice> {
  const { Eth } = await loadLibrary()
  const { default: TransportWebHID } = await import('@ledgerhq/hw-transport-webhid')
  const transport = await TransportWebHID.open(device as never)
  return libraryDevice(new Eth(transport as never), transport)
}
