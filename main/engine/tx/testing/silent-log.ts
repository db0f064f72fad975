import type { Logger } from '../../ports.ts'

const nothing = (): void => {}
export const silentLog: Logger = { debug: nothing, info: nothing, warn: nothing, error: nothing }
