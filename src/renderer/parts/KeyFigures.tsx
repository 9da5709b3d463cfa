import { Paper, SimpleGrid, Text } from '@mantine/core'

export interface KeyFigure {
  label: string
  value: string
}

/** A row of figures that matter most, at most four a line. */
export function KeyFigures({ figures }: { figures: readonly KeyFigure[] }) {
  if (figures.length === 0) return null
  return (
    <SimpleGrid component="dl" cols={{ base: 2, sm: 4 }} spacing="xs" m={0} className="numbers">
      {figures.map(({ label, value }) => (
        <Paper key={label} bg="var(--wb-panel)" px="sm" py={8} miw={0}>
          <Text component="dt" size="xs" c="dimmed" truncate title={label}>
            {label}
          </Text>
          <Text component="dd" m={0} fz={value.length > 12 ? 15 : 19} fw={650} lh="25px" truncate title={value}>
            {value}
          </Text>
        </Paper>
      ))}
    </SimpleGrid>
  )
}
