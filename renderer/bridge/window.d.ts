import type { Bridge } from '../../shared/ipc/bridge.ts'

declare global {
  interface Window {
    /** Put there by preload in the desktop shell; absent in a browser. */
    readonly kroma?: Bridge
  }
}
