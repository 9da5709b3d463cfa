import { Alert, Button, Group, Radio, SegmentedControl, Stack, Text, TextInput } from '@mantine/core'
import { type FormEvent, useState } from 'react'
import { text } from '../../shared/messages/index.ts'
import { pathOfFile } from '../link.ts'
import { Icon } from '../parts/icons.tsx'
import { ErrorState } from '../parts/states.tsx'
import type { RunRequest } from '../server/runActions.ts'
import { FileChoice } from './FileChoice.tsx'
import type { NewRunSource } from './NewRun.tsx'

interface SourceFormProps {
  initialSource: NewRunSource
  initialFile: File | undefined
  onStart(request: RunRequest, recipe: string): void
}

const RECIPES = ['classic', 'recommended'] as const
const SOURCES: NewRunSource[] = ['demo', 'socrata', 'file']

/** Where the incidents come from, and which year of them. */
export function SourceForm({ initialSource, initialFile, onStart }: SourceFormProps) {
  const [source, setSource] = useState<NewRunSource>(initialFile === undefined ? initialSource : 'file')
  const [file, setFile] = useState(initialFile)
  const [date, setDate] = useState('')
  const [recipe, setRecipe] = useState<(typeof RECIPES)[number]>('classic')
  const [problem, setProblem] = useState<unknown>()
  const [sending, setSending] = useState(false)

  async function submit(event: FormEvent): Promise<void> {
    event.preventDefault()
    setProblem(undefined)
    setSending(true)
    try {
      const chosen = await sourceOf(source, file)
      if (chosen !== undefined) onStart({ source: chosen, ...(date === '' ? {} : { date }) }, recipe)
    } catch (error) {
      setProblem(error)
    } finally {
      setSending(false)
    }
  }

  return (
    <form onSubmit={(event) => void submit(event)}>
      <Stack gap="md">
        <SegmentedControl
          fullWidth
          value={source}
          onChange={(value) => setSource(SOURCES.find((known) => known === value) ?? 'demo')}
          aria-label={text('new_run.source')}
          data={SOURCES.map((value) => ({ value, label: text(`new_run.source.${value}`) }))}
        />
        <Text size="sm" c="dimmed">
          {text(`new_run.source.${source}.what`)}
        </Text>
        {source === 'file' && <FileChoice file={file} onChoose={setFile} />}
        {source === 'socrata' && (
          <Alert variant="light" color="gray" icon={<Icon name="info" />} p="xs">
            <Text size="sm">{text('new_run.token')}</Text>
          </Alert>
        )}
        <TextInput
          type="date"
          label={text('new_run.date')}
          description={text(`new_run.date.${source}`)}
          value={date}
          onChange={(event) => setDate(event.currentTarget.value)}
          maw={260}
        />
        <Radio.Group
          label={text('new_run.recipe')}
          value={recipe}
          onChange={(value) => setRecipe(RECIPES.find((known) => known === value) ?? 'classic')}
        >
          <Stack gap="xs" mt={4}>
            {RECIPES.map((name) => (
              <Radio key={name} value={name} label={name} description={text(`new_run.recipe.${name}`)} />
            ))}
          </Stack>
        </Radio.Group>
        {problem !== undefined && <ErrorState error={problem} />}
        <Group justify="flex-end">
          <Button
            type="submit"
            leftSection={<Icon name="play" size={14} />}
            loading={sending}
            disabled={source === 'file' && file === undefined}
          >
            {text('new_run.start')}
          </Button>
        </Group>
      </Stack>
    </form>
  )
}

async function sourceOf(source: NewRunSource, file: File | undefined): Promise<RunRequest['source'] | undefined> {
  if (source !== 'file') return { kind: source }
  return file === undefined ? undefined : { kind: 'file', path: await pathOfFile(file) }
}
