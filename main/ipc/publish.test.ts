import { beforeEach, describe, expect, it } from 'vitest'
import type { StampedEvent } from '../../shared/domain/engine-event.ts'
import type { EngineSnapshot } from '../../shared/domain/snapshot.ts'
import { ManualClock } from '../engine/runtime/manual-clock.ts'
import { createPublisher, type Publisher, type ViewSink } from './publish.ts'

const snapshot = (seq: number): EngineSnapshot => ({ seq }) as EngineSnapshot
const event = (seq: number): StampedEvent => ({ type: 'validator.unjailed', seq, atMs: seq })

class TestSink implements ViewSink {
  readonly id = 'view'
  readonly got: string[] = []
  free = true
  overruns = 0
  send(topic: string, payload: unknown): void {
    this.got.push(`${topic === 'engine.event' ? 'e' : 's'}${(payload as { seq: number }).seq}`)
  }
  ready(): boolean {
    return this.free
  }
  overrun(): void {
    this.overruns++
  }
}

let clock: ManualClock
let publisher: Publisher
let sink: TestSink

beforeEach(() => {
  clock = new ManualClock(1_000)
  publisher = createPublisher({ clock, limits: { everyMs: 250, eventBound: 5 } })
  sink = new TestSink()
})

describe('state topics', () => {
  it('sends the first at once and then the newest, at most four a second', async () => {
    publisher.addView(sink)
    for (let i = 1; i <= 100; i++) {
      publisher.publish('engine.snapshot', snapshot(i))
      await clock.advance(10)
    }
    await clock.advance(1_000)
    expect(sink.got).toEqual(['s1', 's25', 's50', 's75', 's100'])
    expect(clock.sleeping).toBe(0)
  })

  it('sends a lone change without delay', async () => {
    publisher.addView(sink)
    publisher.publish('engine.snapshot', snapshot(1))
    await clock.advance(300)
    publisher.publish('engine.snapshot', snapshot(2))
    expect(sink.got).toEqual(['s1', 's2'])
  })

  it('pauses while hidden and sends only the newest when shown again', async () => {
    const view = publisher.addView(sink)
    view.setVisible(false)
    for (let i = 1; i <= 5; i++) publisher.publish('engine.snapshot', snapshot(i))
    await clock.advance(10_000)
    expect(sink.got).toEqual([])
    view.setVisible(true)
    expect(sink.got).toEqual(['s5'])
  })

  it('is not made faster by hiding and showing', async () => {
    const view = publisher.addView(sink)
    for (let i = 1; i <= 20; i++) {
      publisher.publish('engine.snapshot', snapshot(i))
      view.setVisible(false)
      view.setVisible(true)
    }
    expect(sink.got).toEqual(['s1'])
    await clock.advance(250)
    expect(sink.got).toEqual(['s1', 's20'])
  })

  it('waits for a slow view and then sends only the newest', async () => {
    publisher.addView(sink)
    sink.free = false
    for (let i = 1; i <= 9; i++) {
      publisher.publish('engine.snapshot', snapshot(i))
      await clock.advance(300)
    }
    expect(sink.got).toEqual([])
    sink.free = true
    await clock.advance(250)
    expect(sink.got).toEqual(['s9'])
  })
})

describe('event topics', () => {
  it('tells every event at once and in order, hidden or not', () => {
    const view = publisher.addView(sink)
    view.setVisible(false)
    for (let i = 1; i <= 20; i++) publisher.publish('engine.event', event(i))
    expect(sink.got).toEqual(Array.from({ length: 20 }, (_, i) => `e${i + 1}`))
  })

  it('keeps them for a view that is slow for a while', async () => {
    publisher.addView(sink)
    sink.free = false
    for (let i = 1; i <= 5; i++) publisher.publish('engine.event', event(i))
    sink.free = true
    await clock.advance(250)
    expect(sink.got).toEqual(['e1', 'e2', 'e3', 'e4', 'e5'])
    expect(sink.overruns).toBe(0)
  })

  it('cuts a view off rather than leave a gap, and keeps nothing for it', async () => {
    publisher.addView(sink)
    sink.free = false
    for (let i = 1; i <= 50; i++) publisher.publish('engine.event', event(i))
    sink.free = true
    await clock.advance(1_000)
    expect(sink.overruns).toBe(1)
    expect(sink.got).toEqual([])
    expect(clock.sleeping).toBe(0)
  })
})

describe('views', () => {
  it('pauses one without pausing the other, and forgets a removed one', async () => {
    const other = new TestSink()
    const first = publisher.addView(sink)
    const second = publisher.addView(other)
    first.setVisible(false)
    publisher.publish('engine.snapshot', snapshot(1))
    expect([sink.got, other.got]).toEqual([[], ['s1']])
    publisher.publish('engine.snapshot', snapshot(2))
    second.remove()
    await clock.advance(1_000)
    expect(other.got).toEqual(['s1'])
    expect(publisher.views).toBe(1)
    expect(clock.sleeping).toBe(0)
  })

  it('may be removed while they are being told', () => {
    const view = publisher.addView({
      ...sink,
      id: 'a',
      ready: () => true,
      overrun: () => {},
      send: () => view.remove()
    })
    publisher.addView(sink)
    publisher.publish('engine.event', event(1))
    expect(sink.got).toEqual(['e1'])
    expect(publisher.views).toBe(1)
  })
})
