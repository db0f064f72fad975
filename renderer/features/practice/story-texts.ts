import type { PracticeStory, PracticeStoryView } from '../../../shared/domain/practice-scene.ts'

type Words = { title: string; about: string; start: string; stop: string }

/** What each story lets happen, and what there is to do and to see. */
export const storyTexts: Record<PracticeStory, Words> = {
  'my-rounds': {
    title: 'Every round is yours',
    about:
      'Each draw falls on your validator. Pause it on the Overview and three missed rounds take it to jail; resume, and unjail it on the Stake screen when the term is over.',
    start: 'Draw me each time',
    stop: 'Leave it to chance'
  },
  villain: {
    title: 'A villain submits a wrong root',
    about:
      'Another validator lies about one output and defends it. With the challenger role on, your validator challenges it, cuts the range down to one block, proves it wrong and takes the bond.',
    start: 'Let it lie',
    stop: 'Send it away'
  },
  'wrong-challenge': {
    title: 'Your correct output is challenged',
    about:
      'Another validator disputes an output of yours. Your validator answers each turn by itself; pause it, skip a minute, and see what being late costs.',
    start: 'Challenge me',
    stop: 'Send it away'
  }
}

/** How far it is; null while it is off. */
export const storyProgress = ({ on, outputIndex, submitted }: PracticeStoryView): string | null => {
  if (!on) return null
  if (outputIndex === null) return 'On: from the next draw'
  return submitted ? `Output ${outputIndex} is on L1` : `Waits for output ${outputIndex}`
}
