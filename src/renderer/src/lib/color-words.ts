import type { OrganizationColor } from '../../../shared/contract/organizations.ts'

/** The colors that mark organizations, in words. */
export const colorWords: Record<OrganizationColor, string> = {
  gray: 'Gray',
  red: 'Red',
  orange: 'Orange',
  yellow: 'Yellow',
  green: 'Green',
  teal: 'Teal',
  blue: 'Blue',
  purple: 'Purple'
}
