import { type Chromium, launchChromium } from './chromium.ts'

let launched: Promise<Chromium> | null = null

/** The one Chromium of this app; started when the app becomes ready. */
export const host = {
  launch(profile: string): Promise<Chromium> {
    launched ??= launchChromium(profile)
    return launched
  },
  get chromium(): Promise<Chromium> {
    return launched ?? Promise.reject(new Error('cannot be used before app is ready'))
  }
}
