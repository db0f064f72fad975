/** What brings an update to this host; nothing happens by itself. */
export type UpdaterPort = {
  installed: boolean
  /** Whether what it installs is checked for who signed it. */
  signatureChecked: boolean
  /** The version that the feed offers, when it is newer than this one. */
  check(feedUrl: string): Promise<{ version: string } | null>
  /** Fetches what `check` found and checks its signature. */
  download(onPercent: (percent: number) => void): Promise<void>
  /** Ends the app as a quit does and starts the new version. */
  install(): void
}
