import { Paper, SimpleGrid, Text } from '@mantine/core'

export interface KeyFigure {
  label: string
  value: string
}

/** The figures that matter most: four a line, or six where there are more, as the place around them is wide. */
export function KeyFigures({ figures }: { figures: readonly KeyFigure[] }) {
  if (figures.length === 0) return null
  const cols = figures.length > 4 ? { base: 2, '450px': 3, '850px': 6 } : { base: 2, '500px': 4 }
  return (
    <SimpleGrid type="container" component="dl" cols={cols} spacing="xs" m={0} className="numbers">
      {figures.map(({ label, value }) => (
        <Paper key={label} bg="var(--wb-panel)" px="sm" py={8} miw={0}>
          <Text component="dt" size="xs" c="dimmed" truncate title={label}>
            {label}
          </Text>
          <Text
            component="dd"
            m={0}
            fz={value.length > 12 ? 14 : 19}
            fw={650}
            lh="25px"
            style={{ overflowWrap: 'anywhere' }}
          >
            {value}
          </Text>
        </Paper>
      ))}
    </SimpleGrid>
  )
}
