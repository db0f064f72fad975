type Raw = Readonly<Record<string, unknown>>

/** From version N (the index is N - 1) to N + 1; never edit one that was released, add the next. Pure. */
const migrations: readonly ((old: Raw) => Raw)[] = [
  // 1: `{config}` without a version. Somebody who has settings does not meet the first start again.
  ({ config }) => ({
    version: 2,
    ...(config !== undefined && { config }),
    preferences: { onboarded: config !== undefined }
  })
]

/** The version a file was written in: files from before there were versions are 1. Null for what no version can be. */
export function versionOf(raw: Raw): number | null {
  if (raw.version === undefined) return 1
  return Number.isSafeInteger(raw.version) && (raw.version as number) >= 1 ? (raw.version as number) : null
}

/** Brings older content to the newest version; content of the newest comes back as it is. */
export const migrateSettings = (raw: Raw, version: number): Raw =>
  migrations.slice(version - 1).reduce((content, step) => step(content), raw)
