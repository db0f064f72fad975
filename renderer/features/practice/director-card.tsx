import type { PracticeStoryView } from '../../../shared/domain/practice-scene.ts'
import { errorText } from '../../app/error-texts.ts'
import { formatDateTime } from '../../format/time.ts'
import { Badge } from '../../ui/badge.tsx'
import { Button } from '../../ui/button.tsx'
import { Card } from '../../ui/card.tsx'
import { ErrorState } from '../../ui/notice.tsx'
import { Skeleton } from '../../ui/skeleton.tsx'
import styles from './director-card.module.css'
import { storyProgress, storyTexts } from './story-texts.ts'
import { texts } from './texts.ts'
import { type SceneView, useScene } from './use-scene.ts'

const skips = [
  { seconds: 20, text: '20 s' },
  { seconds: 60, text: '1 min' },
  { seconds: 300, text: '5 min' },
  { seconds: 3_600, text: '1 h' }
]

/** The network's clock, and what its other validators can be told to do. */
export const DirectorCard = () => {
  const view = useScene()
  return (
    <Card title={texts.director}>
      <Time {...view} />
      {view.error && <ErrorState title={texts.notDone}>{errorText(view.error).todo}</ErrorState>}
      <ul className={styles.stories}>
        {view.scene === null && <Skeleton width="100%" height={120} />}
        {view.scene?.stories.map((story) => (
          <Story key={story.story} story={story} view={view} />
        ))}
      </ul>
    </Card>
  )
}

const Time = ({ scene, busy, direct }: SceneView) => (
  <div className={styles.time}>
    <p className={styles.now}>
      {texts.chainTime} <strong>{scene ? formatDateTime(scene.nowSec) : '…'}</strong>
    </p>
    <fieldset className={styles.skips}>
      <legend>{texts.skip}</legend>
      {skips.map(({ seconds, text }) => (
        <Button
          key={seconds}
          label={`${texts.skip} ${text}`}
          disabled={scene === null}
          pending={busy?.kind === 'skip' && busy.seconds === seconds}
          onPress={() => direct({ kind: 'skip', seconds })}
        >
          {text}
        </Button>
      ))}
    </fieldset>
    <p className={styles.hint}>{texts.skipHint}</p>
  </div>
)

const Story = ({ story, view: { busy, direct } }: { story: PracticeStoryView; view: SceneView }) => {
  const { title, about, start, stop } = storyTexts[story.story]
  const progress = storyProgress(story)
  return (
    <li className={styles.story}>
      <div className={styles.words}>
        <h3 className={styles.title}>
          {title} {progress !== null && <Badge tone="accent">{progress}</Badge>}
        </h3>
        <p className={styles.about}>{about}</p>
      </div>
      <Button
        pending={busy?.kind === 'story' && busy.story === story.story}
        onPress={() => direct({ kind: 'story', story: story.story, on: !story.on })}
      >
        {story.on ? stop : start}
      </Button>
    </li>
  )
}
