import { Button, Menu } from '@mantine/core'
import { text } from '../../../shared/messages/index.ts'
import { fileUrl, type Outputs } from '../../link.ts'
import { Icon } from '../../parts/icons.tsx'

type Card = Outputs['models']['version']

/** A version to take along: everything that is stored with it, or its learner in a format that others read. */
export function DownloadMenu({ url, formats }: Pick<Card, 'url' | 'formats'>) {
  return (
    <Menu position="bottom-end" withinPortal>
      <Menu.Target>
        <Button variant="default" leftSection={<Icon name="download" />} rightSection={<Icon name="down" size={14} />}>
          {text('registry.download')}
        </Button>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Item component="a" href={fileUrl(url)} download>
          {text('registry.download.all')}
        </Menu.Item>
        {formats.map((format) => (
          <Menu.Item key={format} component="a" href={fileUrl(`${url}?format=${format}`)} download>
            {text(`registry.download.${format}`)}
          </Menu.Item>
        ))}
      </Menu.Dropdown>
    </Menu>
  )
}
