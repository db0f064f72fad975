import type { LogSink } from './logger.ts'

const linesKept = 1_000

/** Keeps the first lines until it is known where they go: the window's host is there before the data folder is ours. */
export function createLateSink(): LogSink & { open(sink: LogSink): void } {
  let kept: string[] = []
  let opened: LogSink | null = null
  return {
    write(line) {
      if (opened) opened.write(line)
      else if (kept.length < linesKept) kept.push(line)
    },
    open(sink) {
      opened = sink
      for (const line of kept) sink.write(line)
      kept = []
    }
  }
}
