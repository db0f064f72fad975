import type { LedgerScreen } from '../../shared/domain/practice-ledger.ts'
import { Button } from '../ui/button.tsx'
import { DeviceLines, DeviceMessage, DevicePicture } from './device-picture.tsx'
import { reviewTitles, screenTexts, practiceDeviceTexts as texts } from './practice-device-texts.ts'
import type { PracticeLedgerView } from './use-practice-ledger.ts'

/** The practice network's Ledger with its screen and its two buttons. */
export const PracticeDevice = ({ state, control }: PracticeLedgerView) => {
  if (state === null) return <p>{texts.starting}</p>
  if (state.screen === null) return <p>{texts.emulator}</p>
  const deciding = state.screen.kind === 'review'
  return (
    <DevicePicture
      label={texts.label}
      unplugged={!state.plugged}
      buttons={
        <>
          <Button disabled={!deciding} onPress={() => control('reject')}>
            {texts.reject}
          </Button>
          <Button disabled={!deciding} onPress={() => control('approve')}>
            {texts.approve}
          </Button>
        </>
      }
    >
      <div role="status">
        <Shown screen={state.screen} />
      </div>
    </DevicePicture>
  )
}

const Shown = ({ screen }: { screen: LedgerScreen }) => {
  if (screen.kind !== 'review') {
    const { title, line } = screenTexts[screen.kind]
    return <DeviceMessage title={title}>{line}</DeviceMessage>
  }
  return (
    <>
      <DeviceMessage title={reviewTitles[screen.what]} />
      <DeviceLines lines={screen.fields} />
    </>
  )
}
