import type { ReactNode } from 'react'
import { Dialog as AriaDialog } from 'react-aria-components/Dialog'
import { Heading } from 'react-aria-components/Heading'
import { Modal, ModalOverlay } from 'react-aria-components/Modal'
import styles from './dialog.module.css'

type Props = {
  title: string
  open: boolean
  onClose: () => void
  children: ReactNode
  actions: ReactNode
  /** `alertdialog` for questions that must be answered. */
  role?: 'dialog' | 'alertdialog'
}

/** A window over the screen: focus stays inside, Escape closes it, focus goes back to where it was. */
export const Dialog = ({ title, open, onClose, children, actions, role = 'dialog' }: Props) => (
  <ModalOverlay
    className={styles.overlay ?? ''}
    isOpen={open}
    isDismissable
    onOpenChange={(isOpen) => {
      if (!isOpen) onClose()
    }}
  >
    <Modal className={styles.modal ?? ''}>
      <AriaDialog className={styles.dialog ?? ''} role={role}>
        <Heading slot="title" className={styles.title ?? ''}>
          {title}
        </Heading>
        <div className={styles.body}>{children}</div>
        <div className={styles.actions}>{actions}</div>
      </AriaDialog>
    </Modal>
  </ModalOverlay>
)
