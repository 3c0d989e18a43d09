import { themeQuartz } from 'ag-grid-community'
import { gridParameters } from '../ui/theme.ts'

/** The grid's theme, both modes in one: `data-ag-theme-mode` on the page chooses. */
export const gridTheme = themeQuartz
  .withParams(gridParameters('light'), 'light')
  .withParams(gridParameters('dark'), 'dark')
