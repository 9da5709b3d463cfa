import { Spotlight, type SpotlightActionGroupData } from '@mantine/spotlight'
import { text } from '../../shared/messages/index.ts'
import { Icon } from '../parts/icons.tsx'
import type { Command } from './commands.ts'
import { COMMAND_GROUPS } from './commands.ts'

/** The command palette: everything that can be gone to or done, by name. */
export function Palette({ commands }: { commands: readonly Command[] }) {
  const groups: SpotlightActionGroupData[] = COMMAND_GROUPS.map((group) => ({
    group: text(group),
    actions: commands
      .filter((command) => command.group === group)
      .map(({ id, label, detail, icon, keywords = [], run }) => ({
        id,
        label,
        ...(detail === undefined ? {} : { description: detail }),
        leftSection: <Icon name={icon} size={18} />,
        keywords: [...keywords],
        // Commands take no event.
        onClick: () => run(),
      })),
  })).filter(({ actions }) => actions.length > 0)
  return (
    <Spotlight
      actions={groups}
      shortcut={['mod + K', 'mod + P']}
      tagsToIgnore={[]}
      highlightQuery
      overlayProps={{ blur: 0, backgroundOpacity: 0.35 }}
      scrollable
      maxHeight={440}
      nothingFound={text('window.search.nothing')}
      searchProps={{
        leftSection: <Icon name="search" size={18} />,
        placeholder: text('window.search'),
        'aria-label': text('window.search'),
      }}
    />
  )
}
