import { type PracticeDirection, type PracticeScene, practiceStories } from '../../shared/domain/practice-scene.ts'

/** A practice network on which nothing was let happen yet. */
export const sceneDouble = (nowMs: number): PracticeScene => ({
  nowSec: Math.floor(nowMs / 1000),
  stories: practiceStories.map((story) => ({ story, on: false, outputIndex: null, submitted: false }))
})

export const directedDouble = (scene: PracticeScene, direction: PracticeDirection): PracticeScene => {
  if (direction.kind === 'skip') return { ...scene, nowSec: scene.nowSec + direction.seconds }
  const { story, on } = direction
  const outputIndex = on && story !== 'my-rounds' ? 1_286n : null
  return {
    ...scene,
    stories: scene.stories.map((view) => (view.story === story ? { ...view, on, outputIndex } : view))
  }
}
