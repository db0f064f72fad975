/** What can be let happen on the practice network. `my-rounds`: every round is drawn for the operator. `villain`: another validator submits a wrong root and defends it. `wrong-challenge`: another one challenges a correct output of the operator's. */
export const practiceStories = ['my-rounds', 'villain', 'wrong-challenge'] as const
export type PracticeStory = (typeof practiceStories)[number]

/** How far the network's time can be moved at once, in seconds. */
export const longestSkipSec = 3_600

export type PracticeDirection = { kind: 'skip'; seconds: number } | { kind: 'story'; story: PracticeStory; on: boolean }

export type PracticeStoryView = {
  story: PracticeStory
  on: boolean
  /** The output that it is about, where it is about one. */
  outputIndex: bigint | null
  /** Whether that output is on L1 already. */
  submitted: boolean
}

/** The practice network as its director sees it. */
export type PracticeScene = {
  /** Second that the chains are at. */
  nowSec: number
  stories: PracticeStoryView[]
}
