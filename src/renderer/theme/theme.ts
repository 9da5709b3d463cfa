import {
  ActionIcon,
  Badge,
  Button,
  type CSSVariablesResolver,
  createTheme,
  defaultVariantColorsResolver,
  type MantineColorsTuple,
  Paper,
  SegmentedControl,
  Table,
  Tabs,
  Tooltip,
  type VariantColorsResolver,
} from '@mantine/core'

/** The accent: shade 6 on white and shade 4 on the dark panels both reach 4.5:1. */
const accent: MantineColorsTuple = [
  '#eef2fd',
  '#dde5fb',
  '#b9c8f6',
  '#a3b8f8',
  '#8aa4ff',
  '#6280ea',
  '#3356d6',
  '#2b49b8',
  '#233c97',
  '#1c3078',
]

/** Greys of the dark scheme: text 0-2, borders 4, panel 6, page 7. */
const dark: MantineColorsTuple = [
  '#e8ebef',
  '#c9ced6',
  '#9aa5b1',
  '#7b8794',
  '#2d333d',
  '#262b34',
  '#1c2027',
  '#14171c',
  '#101317',
  '#0b0d10',
]

/** What is filled with the accent carries white text in light and dark text in dark: 4.5:1 in both. */
const variantColorResolver: VariantColorsResolver = (input) => {
  const colors = defaultVariantColorsResolver(input)
  const isAccent = input.color === undefined || input.color === 'accent'
  return input.variant === 'filled' && isAccent ? { ...colors, color: 'var(--wb-on-accent)' } : colors
}

export const theme = createTheme({
  primaryColor: 'accent',
  primaryShade: { light: 6, dark: 4 },
  variantColorResolver,
  colors: { accent, dark },
  fontFamily: 'Inter, system-ui, -apple-system, "Segoe UI", "Noto Sans", sans-serif',
  fontFamilyMonospace: 'ui-monospace, "Cascadia Code", Menlo, Consolas, "Noto Sans Mono", monospace',
  fontSizes: { xs: '12px', sm: '13px', md: '14px', lg: '16px', xl: '19px' },
  lineHeights: { xs: '1.4', sm: '1.45', md: '1.5' },
  headings: {
    fontWeight: '650',
    sizes: {
      h1: { fontSize: '19px', lineHeight: '1.3' },
      h2: { fontSize: '14px', lineHeight: '1.35' },
      h3: { fontSize: '13px', lineHeight: '1.4' },
    },
  },
  defaultRadius: 'md',
  focusRing: 'auto',
  respectReducedMotion: true,
  cursorType: 'pointer',
  components: {
    ActionIcon: ActionIcon.extend({ defaultProps: { variant: 'subtle', color: 'gray' } }),
    Badge: Badge.extend({
      defaultProps: { radius: 'sm', variant: 'light' },
      styles: { label: { textTransform: 'none' } },
    }),
    Button: Button.extend({ defaultProps: { size: 'sm' } }),
    Paper: Paper.extend({ defaultProps: { withBorder: true, radius: 'md' } }),
    SegmentedControl: SegmentedControl.extend({ styles: { label: { paddingInline: 10, fontWeight: 500 } } }),
    Table: Table.extend({ defaultProps: { fz: 'sm', verticalSpacing: 5, horizontalSpacing: 'sm' } }),
    Tabs: Tabs.extend({ defaultProps: { keepMounted: false } }),
    Tooltip: Tooltip.extend({ defaultProps: { openDelay: 300, multiline: true, maw: 340 } }),
  },
})

/** Surfaces, text and states by scheme. Every text colour reaches 4.5:1 on every surface that it stands on. */
export const schemeVariables: CSSVariablesResolver = () => ({
  variables: {},
  light: {
    '--mantine-color-body': '#f7f8fa',
    '--mantine-color-text': '#1b1f24',
    '--mantine-color-dimmed': '#57616c',
    '--mantine-color-default-border': '#dfe3e9',
    '--mantine-color-placeholder': '#6b7580',
    '--mantine-color-error': '#c0262d',
    '--wb-panel': '#ffffff',
    '--wb-on-accent': '#ffffff',
    '--mantine-color-red-outline': '#c0262d',
    '--mantine-color-red-light': '#fdf0f0',
    '--mantine-color-red-light-color': '#a61b24',
    '--mantine-color-orange-light': '#fdf4e8',
    '--mantine-color-orange-light-color': '#8a4205',
    '--mantine-color-gray-light': '#eff1f4',
    '--mantine-color-gray-light-color': '#4a535d',
    '--wb-line': '#dfe3e9',
    '--wb-faint': '#626c78',
    '--wb-track': '#e2e6eb',
    '--wb-accent': '#3356d6',
    '--wb-accent-soft': '#e9eefc',
    '--wb-ok': '#17734a',
    '--wb-warn': '#9a4a05',
    '--wb-bad': '#c0262d',
    '--wb-idle': '#78828e',
    '--wb-bar': '#0072b2',
    '--wb-now': '#d55e00',
  },
  dark: {
    '--mantine-color-body': '#14171c',
    '--mantine-color-text': '#e8ebef',
    '--mantine-color-dimmed': '#a3adb8',
    '--mantine-color-default': '#1c2027',
    '--mantine-color-default-hover': '#262b34',
    '--mantine-color-default-border': '#363d48',
    '--mantine-color-placeholder': '#8b96a2',
    '--mantine-color-error': '#ff7b81',
    '--wb-panel': '#1c2027',
    '--wb-on-accent': '#10131a',
    '--mantine-color-red-outline': '#ff7b81',
    '--mantine-color-red-light': '#35212a',
    '--mantine-color-red-light-color': '#ff9096',
    '--mantine-color-orange-light': '#332a20',
    '--mantine-color-orange-light-color': '#f3b15f',
    '--mantine-color-gray-light': '#262b34',
    '--mantine-color-gray-light-color': '#c9ced6',
    '--wb-line': '#2d333d',
    '--wb-faint': '#939eaa',
    '--wb-track': '#2d333d',
    '--wb-accent': '#8aa4ff',
    '--wb-accent-soft': '#26304f',
    '--wb-ok': '#4cc38a',
    '--wb-warn': '#f0a44b',
    '--wb-bad': '#ff7b81',
    '--wb-idle': '#7b8794',
    '--wb-bar': '#4ba3d9',
    '--wb-now': '#f08a3c',
  },
})
