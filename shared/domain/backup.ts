/** A back-up that was made and waits to be read in parts. */
export type BackupMade = { id: string; fileName: string; size: number; parts: number; leftOut: string[] }

/** A back-up that was restored. */
export type BackupRestored = {
  createdAtMs: number
  appVersion: string
  network: string
  /** Folder below the data folder in which everything that was replaced is kept. */
  keptIn: string
  secrets: number
}
