import type { HIDDevice, Session, WebFrameMain } from 'electron'
import { isOwnUrl } from './own-page.ts'

/** Ledger's USB vendor id. */
const ledgerVendor = 0x2c97

type PermissionCheck = NonNullable<Parameters<Session['setPermissionCheckHandler']>[0]>
type DeviceCheck = NonNullable<Parameters<Session['setDevicePermissionHandler']>[0]>

/** WebHID for the app's own page, and nothing else for anybody. */
export const allowsHid: PermissionCheck = (_contents, permission, requestingOrigin, { isMainFrame }) =>
  (permission as string) === 'hid' && isMainFrame && isOwnUrl(requestingOrigin)

/** Ledgers for the app's own page; no other device for anybody. */
export const allowsDevice: DeviceCheck = ({ deviceType, origin, device }) =>
  deviceType === 'hid' && isOwnUrl(origin) && isLedger(device as HIDDevice)

type Choice = { deviceList: readonly HIDDevice[]; frame: Pick<WebFrameMain, 'url' | 'parent'> | null }

/** The Ledger to use, of those on this machine: the first; null for whoever is not our page's main frame, or when there is none. */
export function chooseLedger({ deviceList, frame }: Choice): string | null {
  if (!frame || frame.parent || !isOwnUrl(frame.url)) return null
  return deviceList.find(isLedger)?.deviceId ?? null
}

const isLedger = ({ vendorId }: Pick<HIDDevice, 'vendorId'>): boolean => vendorId === ledgerVendor
