import type electronItself from 'electron'
import { app } from './app.ts'
import { BrowserWindow } from './browser-window.ts'
import { dialog, Menu, Notification, nativeImage, nativeTheme, shell, Tray } from './desk.ts'
import { protocol } from './schemes.ts'
import { defaultSession } from './session.ts'
import { ipcMain, powerMonitor, powerSaveBlocker, safeStorage } from './system.ts'

const session = { defaultSession }

export {
  app,
  BrowserWindow,
  dialog,
  ipcMain,
  Menu,
  Notification,
  nativeImage,
  nativeTheme,
  powerMonitor,
  powerSaveBlocker,
  protocol,
  safeStorage,
  session,
  shell,
  Tray
}

/** What `import electron from 'electron'` gives; every name is one of Electron's. */
const electron = {
  app,
  BrowserWindow,
  dialog,
  ipcMain,
  Menu,
  Notification,
  nativeImage,
  nativeTheme,
  powerMonitor,
  powerSaveBlocker,
  protocol,
  safeStorage,
  session,
  shell,
  Tray
} satisfies Partial<Record<keyof typeof electronItself, unknown>>
export default electron
