/** The color that an organization has by its label, until a person chooses another. */
export const labelColors = {
  none: 'gray',
  production: 'red',
  staging: 'orange',
  development: 'blue',
  customer: 'green'
} as const
