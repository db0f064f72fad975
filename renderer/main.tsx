import { StrictMode } from 'react'
import { createRoot } from 'react-dom/client'
import type { Bridge } from '../shared/ipc/bridge.ts'
import { App } from './app/app.tsx'
import { firstRoute } from './app/first-start.ts'
import { createStore } from './app/store.ts'
import { connect } from './bridge/connect.ts'
import './ui/tokens.css'
import './ui/base.css'

/** Never in a build for users: the screens without an engine, `?fixture=jailed`. */
const fixtureFromAddress = async (): Promise<Bridge | null> => {
  const { openFixture } = await import('./dev/open-fixture.ts')
  return openFixture(window.location.search)
}

const withFixtures = import.meta.env.DEV || import.meta.env.MODE === 'fixture'
const bridge = (withFixtures ? await fixtureFromAddress() : null) ?? connect()
const root = document.getElementById('root')
if (root === null) throw new Error('index.html has no #root')

const route = await firstRoute(bridge, window.location.hash)
if (route !== window.location.hash) window.location.replace(route)

createRoot(root).render(
  <StrictMode>
    <App engine={{ bridge, store: createStore(bridge) }} />
  </StrictMode>
)
