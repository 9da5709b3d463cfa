import { Button, Group, Popover, Select, Stack, TextInput } from '@mantine/core'
import { type FormEvent, useState } from 'react'
import { text } from '../../shared/messages/index.ts'
import { FILTER_OPERATORS, type TableColumn } from '../../shared/pipeline/tables.ts'
import type { GridFilter } from './DataGrid.tsx'
import { Icon } from './icons.tsx'

interface FilterFormProps {
  columns: readonly TableColumn[]
  onAdd(filter: GridFilter): void
}

/** A button that opens a small form for one more filter. */
export function FilterForm({ columns, onAdd }: FilterFormProps) {
  const [opened, setOpened] = useState(false)
  const [filter, setFilter] = useState<GridFilter>({ column: columns[0]?.name ?? '', operator: '=', value: '' })
  const needsValue = filter.operator !== 'is null' && filter.operator !== 'is not null'
  const submit = (event: FormEvent) => {
    event.preventDefault()
    setOpened(false)
    onAdd(needsValue ? filter : { ...filter, value: '' })
  }
  return (
    <Popover opened={opened} onChange={setOpened} position="bottom-start" trapFocus withinPortal>
      <Popover.Target>
        <Button
          size="xs"
          variant="default"
          leftSection={<Icon name="filter" size={14} />}
          onClick={() => setOpened(!opened)}
        >
          {text('grid.filter')}
        </Button>
      </Popover.Target>
      <Popover.Dropdown>
        <form onSubmit={submit}>
          <Stack gap="xs">
            <Group gap="xs" wrap="nowrap" align="flex-end">
              <Select
                size="xs"
                w={210}
                searchable
                allowDeselect={false}
                label={text('grid.filter.column')}
                data={columns.map(({ name }) => name)}
                value={filter.column}
                onChange={(column) => setFilter({ ...filter, column: column ?? filter.column })}
                comboboxProps={{ withinPortal: false }}
              />
              <Select
                size="xs"
                w={110}
                allowDeselect={false}
                label={text('grid.filter.operator')}
                data={[...FILTER_OPERATORS]}
                value={filter.operator}
                onChange={(value) =>
                  setFilter({ ...filter, operator: FILTER_OPERATORS.find((known) => known === value) ?? '=' })
                }
                comboboxProps={{ withinPortal: false }}
              />
              <TextInput
                size="xs"
                w={160}
                label={text('grid.filter.value')}
                value={filter.value}
                disabled={!needsValue}
                onChange={(event) => setFilter({ ...filter, value: event.currentTarget.value })}
              />
            </Group>
            <Group justify="flex-end">
              <Button type="submit" size="xs">
                {text('grid.filter.add')}
              </Button>
            </Group>
          </Stack>
        </form>
      </Popover.Dropdown>
    </Popover>
  )
}
