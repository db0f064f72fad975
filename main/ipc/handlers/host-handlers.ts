import type { UpdateState } from '../../../shared/domain/update.ts'
import type { HostView } from '../../../shared/ipc/host-commands.ts'
import type { Handlers } from '../serve.ts'

/** What the screens may ask of the machine around the app. */
export type HostControl = {
  view(): Promise<HostView>
  updates: {
    state(): UpdateState
    check(): Promise<UpdateState>
    download(): Promise<UpdateState>
    install(): UpdateState
  }
}

type Names = 'host.view' | 'updates.state' | 'updates.check' | 'updates.download' | 'updates.install'

export const hostHandlers = (host: () => HostControl): Pick<Handlers, Names> => ({
  'host.view': () => host().view(),
  'updates.state': () => host().updates.state(),
  'updates.check': () => host().updates.check(),
  'updates.download': () => host().updates.download(),
  'updates.install': () => host().updates.install()
})
