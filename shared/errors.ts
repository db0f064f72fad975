/** Values that are safe to log and to show. */
export type ErrorMeta = { code: string } & Record<string, string | number | bigint | boolean | null | undefined>

/** Every error thrown on purpose. `message` is one line that says what is wrong and what to do; `meta` holds only values that are safe to log and to show. */
export class AppError<M extends ErrorMeta = ErrorMeta> extends Error {
  override readonly name: string = 'AppError'
  readonly meta: M
  readonly retryable: boolean

  constructor(meta: M, opts: { message?: string; retryable?: boolean; cause?: unknown } = {}) {
    super(opts.message ?? meta.code, { cause: opts.cause })
    this.meta = meta
    this.retryable = opts.retryable ?? false
  }

  get code(): M['code'] {
    return this.meta.code
  }
}

/** Thrown by whatever was waiting when its AbortSignal fired. Never logged as a failure. */
export class AbortedError extends AppError<{ code: 'ABORTED' }> {
  constructor(cause?: unknown) {
    super({ code: 'ABORTED' }, { cause })
  }
}
