import { Modal } from '@mantine/core'
import { text } from '../../shared/messages/index.ts'
import type { RunRequest } from '../server/runActions.ts'
import { SourceForm } from './SourceForm.tsx'

export type NewRunSource = RunRequest['source']['kind']

interface NewRunProps {
  source: NewRunSource
  file: File | undefined
  onStart(request: RunRequest, recipe: string): void
  onClose(): void
}

/** The dialog that starts a run of a source. */
export function NewRun({ source, file, onStart, onClose }: NewRunProps) {
  return (
    <Modal
      opened
      onClose={onClose}
      title={text('new_run.title')}
      size="lg"
      closeButtonProps={{ 'aria-label': text('window.close') }}
    >
      <SourceForm initialSource={source} initialFile={file} onStart={onStart} />
    </Modal>
  )
}
