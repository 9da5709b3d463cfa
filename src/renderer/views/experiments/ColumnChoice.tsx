import { Button, Checkbox, Group, Popover, ScrollArea, Stack, Text, TextInput } from '@mantine/core'
import { useState } from 'react'
import { text } from '../../../shared/messages/index.ts'
import { Icon } from '../../parts/icons.tsx'
import { RUN_COLUMNS, splitKey } from './runColumns.tsx'

interface ColumnChoiceProps {
  /** Names that runs have. */
  keys: { metrics: string[]; params: string[]; tags: string[] }
  chosen: readonly string[]
  onChoose(chosen: readonly string[]): void
  onReset(): void
}

/** Which columns the list of runs shows. */
export function ColumnChoice({ keys, chosen, onChoose, onReset }: ColumnChoiceProps) {
  const [find, setFind] = useState('')
  const groups = [
    { title: text('experiments.name'), columns: [...RUN_COLUMNS] as string[] },
    ...(['metrics', 'params', 'tags'] as const).map((of) => ({
      title: text(`experiments.${of}`),
      columns: keys[of].map((name) => `${of}.${name}`),
    })),
  ]
  const labelOf = (column: string) => {
    const own = RUN_COLUMNS.find((name) => name === column)
    return own === undefined ? splitKey(column)[1] : text(`experiments.${own}`)
  }
  const fits = (column: string) => labelOf(column).toLowerCase().includes(find.toLowerCase())
  const toggle = (column: string) =>
    onChoose(chosen.includes(column) ? chosen.filter((other) => other !== column) : [...chosen, column])

  return (
    <Popover position="bottom-end" width={300} trapFocus withinPortal>
      <Popover.Target>
        <Button size="xs" variant="default" leftSection={<Icon name="table" size={14} />}>
          {text('experiments.columns')}
        </Button>
      </Popover.Target>
      <Popover.Dropdown>
        <Stack gap="xs">
          <TextInput
            size="xs"
            aria-label={text('experiments.columns.find')}
            placeholder={text('experiments.columns.find')}
            value={find}
            onChange={(event) => setFind(event.currentTarget.value)}
          />
          <ScrollArea.Autosize mah={320} type="auto" viewportProps={{ tabIndex: 0 }}>
            <Stack gap={6}>
              {groups.map(({ title, columns }) => {
                const fitting = columns.filter(fits)
                if (fitting.length === 0) return null
                return (
                  <Stack key={title} gap={6} role="group" aria-label={title}>
                    <Text size="xs" c="dimmed">
                      {title}
                    </Text>
                    {fitting.map((column) => (
                      <Checkbox
                        key={column}
                        size="xs"
                        label={labelOf(column)}
                        checked={chosen.includes(column)}
                        onChange={() => toggle(column)}
                      />
                    ))}
                  </Stack>
                )
              })}
            </Stack>
          </ScrollArea.Autosize>
          <Group justify="flex-end">
            <Button size="xs" variant="subtle" onClick={onReset}>
              {text('experiments.columns.reset')}
            </Button>
          </Group>
        </Stack>
      </Popover.Dropdown>
    </Popover>
  )
}
