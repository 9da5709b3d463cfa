import { Badge, Group } from '@mantine/core'
import { aliasLabel } from './models.ts'

/** A version's aliases. */
export function Aliases({ aliases }: { aliases: readonly string[] }) {
  return (
    <Group gap={4} component="span">
      {aliases.map((alias) => (
        <Badge
          miw="max-content"
          key={alias}
          component="span"
          variant="outline"
          styles={{
            root: { color: alias === 'champion' ? 'var(--wb-ok)' : 'var(--wb-accent)', borderColor: 'currentcolor' },
          }}
        >
          {aliasLabel(alias)}
        </Badge>
      ))}
    </Group>
  )
}
