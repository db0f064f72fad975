/** What the desktop's tray service says: org.kde.StatusNotifierWatcher. */
export type TrayWatcher = {
  /** A panel shows the entries. */
  hosted: boolean
  /** One of them is this process's. */
  hasOurs: boolean
}

export type TrayFacts = {
  platform: NodeJS.Platform
  /** The tray entry was made without an error. */
  created: boolean
  /** Linux; null where nobody could be asked. */
  watcher: TrayWatcher | null
}

/** Why the tray entry cannot be relied on, one line for the operator; null when it can. Pure. */
export function decideTray({ platform, created, watcher }: TrayFacts): string | null {
  if (!created) return 'There is no tray entry: it is switched off, or the system refused it.'
  if (platform !== 'linux') return null
  if (watcher === null) return 'It could not be found out whether this desktop shows a tray.'
  if (!watcher.hosted) return 'This desktop shows no tray. On GNOME the AppIndicator extension adds one.'
  return watcher.hasOurs ? null : 'The desktop did not take the tray entry, a known fault of some desktops.'
}
