import {
  Button,
  Group,
  MultiSelect,
  NumberInput,
  Select,
  SimpleGrid,
  Stack,
  Switch,
  TagsInput,
  Text,
} from '@mantine/core'
import { useMutation, useQuery } from '@tanstack/react-query'
import { type FormEvent, useState } from 'react'
import { text } from '../../../../shared/messages/index.ts'
import { type Inputs, pathOfFile, useTRPC } from '../../../link.ts'
import { FileChoice } from '../../../newRun/FileChoice.tsx'
import { Icon } from '../../../parts/icons.tsx'
import { Section } from '../../../parts/Section.tsx'
import { notifyProblem } from '../../../problems.ts'
import { useLive } from '../../../server/live.tsx'
import { learnerWords } from '../../../words/runWords.ts'

type Request = Inputs['comparisons']['start']

const LEARNERS = ['gradient-boosting', 'random-forest', 'logistic-regression', 'decision-tree'] as const
const SOURCES = ['last', 'demo', 'file'] as const
type Source = (typeof SOURCES)[number]

/** What is compared on what. */
export function ComparisonForm({ onStarted }: { onStarted(runId: string): void }) {
  const trpc = useTRPC()
  const last = useLive().pipeline?.run
  const presets = useQuery(trpc.pipeline.recipe.queryOptions(undefined, { staleTime: Number.POSITIVE_INFINITY }))
  const names = Object.keys(presets.data?.presets ?? {})
  const [chosenSource, setSource] = useState<Source>()
  const source = chosenSource ?? (last == null ? 'demo' : 'last')
  const [file, setFile] = useState<File>()
  const [chosenRecipes, setRecipes] = useState<string[]>()
  const recipes = chosenRecipes ?? names
  const [learners, setLearners] = useState<string[]>(['gradient-boosting'])
  const [splits, setSplits] = useState<number | string>(1)
  const [without, setWithout] = useState<string[]>([])
  const [overTime, setOverTime] = useState(false)
  const starting = useMutation(
    trpc.comparisons.start.mutationOptions({ onSuccess: ({ runId }) => onStarted(runId), onError: notifyProblem }),
  )
  const count = typeof splits === 'number' && splits >= 1 && splits <= 20 ? Math.floor(splits) : undefined
  const isComplete = recipes.length > 0 && count !== undefined && (source !== 'file' || file !== undefined)

  async function submit(event: FormEvent): Promise<void> {
    event.preventDefault()
    if (count === undefined) return
    const known = LEARNERS.filter((learner) => learners.includes(learner))
    const request: Request = {
      recipes,
      without,
      ...(source === 'demo' ? { source: { kind: 'demo' } } : {}),
      ...(source === 'file' && file !== undefined ? { source: { kind: 'file', path: await pathOfFile(file) } } : {}),
      ...(known.length === 0 ? {} : { learners: known }),
      seeds: count === 1 ? [42] : Array.from({ length: count }, (_, k) => k + 1),
      settings: overTime ? ['split.strategy=time'] : [],
    }
    starting.mutate(request)
  }

  return (
    <Section title={text('comparison.new')}>
      <form onSubmit={(event) => void submit(event).catch(notifyProblem)}>
        <Stack gap="sm">
          <SimpleGrid cols={{ base: 1, sm: 2, lg: 3 }} spacing="sm">
            <Select
              label={text('comparison.data')}
              allowDeselect={false}
              value={source}
              onChange={(value) => setSource(SOURCES.find((known) => known === value) ?? 'demo')}
              data={SOURCES.filter((known) => known !== 'last' || last != null).map((value) => ({
                value,
                label:
                  value === 'last'
                    ? text('comparison.data.last', { data: last?.data ?? last?.source ?? '–' })
                    : text(`new_run.source.${value}`),
              }))}
            />
            <MultiSelect
              label={text('comparison.recipes')}
              data={names}
              value={recipes}
              onChange={setRecipes}
              error={recipes.length === 0 && text('comparison.recipes.none')}
            />
            <MultiSelect
              label={text('comparison.learners')}
              placeholder={learners.length === 0 ? text('comparison.learners.own') : ''}
              data={LEARNERS.map((value) => ({ value, label: learnerWords(value) }))}
              value={learners}
              onChange={setLearners}
            />
            <NumberInput
              label={text('comparison.splits')}
              description={text('comparison.splits.what')}
              min={1}
              max={20}
              allowDecimal={false}
              value={splits}
              onChange={setSplits}
              disabled={overTime}
            />
            <TagsInput
              label={text('comparison.without')}
              description={text('comparison.without.what')}
              data={['NARCOTICS', 'PROSTITUTION', 'GAMBLING', 'WEAPONS VIOLATION']}
              value={without}
              onChange={(types) => setWithout(types.map((type) => type.toUpperCase()))}
            />
            <Switch
              mt={26}
              label={text('comparison.over_time')}
              description={text('comparison.over_time.what')}
              checked={overTime}
              onChange={(event) => {
                setOverTime(event.currentTarget.checked)
                setSplits(1)
              }}
            />
          </SimpleGrid>
          {source === 'file' && <FileChoice file={file} onChoose={setFile} />}
          <Group justify="space-between">
            <Text size="xs" c="dimmed" maw={620}>
              {text('comparison.what')}
            </Text>
            <Button
              type="submit"
              loading={starting.isPending}
              disabled={!isComplete}
              leftSection={<Icon name="compare" size={14} />}
            >
              {text('comparison.start')}
            </Button>
          </Group>
        </Stack>
      </form>
    </Section>
  )
}
