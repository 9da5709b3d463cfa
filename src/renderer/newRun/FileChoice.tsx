import { Button, FileButton, Group, Paper, Text } from '@mantine/core'
import { type DragEvent, useState } from 'react'
import { text } from '../../shared/messages/index.ts'
import { Icon } from '../parts/icons.tsx'
import { formatBytes } from '../words/formats.ts'

/** What the portal exports, and what the engine reads. */
export const INCIDENT_FILES = '.csv,.parquet,.json,.gz'

interface FileChoiceProps {
  file: File | undefined
  onChoose(file: File | undefined): void
}

/** A place to drop a file on, with a button that opens the system's dialog. */
export function FileChoice({ file, onChoose }: FileChoiceProps) {
  const [over, setOver] = useState(false)
  const drop = (event: DragEvent) => {
    event.preventDefault()
    event.stopPropagation()
    setOver(false)
    onChoose(event.dataTransfer.files[0])
  }
  return (
    <Paper
      p="md"
      bg={over ? 'var(--wb-accent-soft)' : 'transparent'}
      style={{ borderStyle: 'dashed' }}
      onDragOver={(event) => {
        event.preventDefault()
        setOver(true)
      }}
      onDragLeave={() => setOver(false)}
      onDrop={drop}
    >
      <Group justify="space-between" wrap="nowrap">
        <Group gap="sm" wrap="nowrap" miw={0}>
          <Icon name="file" size={20} />
          <Text size="sm" lineClamp={2} title={file?.name}>
            {file === undefined ? text('new_run.file.drop') : `${file.name} (${formatBytes(file.size)})`}
          </Text>
        </Group>
        <FileButton accept={INCIDENT_FILES} onChange={(chosen) => onChoose(chosen ?? undefined)}>
          {(props) => (
            <Button {...props} variant="default" size="xs" style={{ flexShrink: 0 }}>
              {text('new_run.file.choose')}
            </Button>
          )}
        </FileButton>
      </Group>
    </Paper>
  )
}
