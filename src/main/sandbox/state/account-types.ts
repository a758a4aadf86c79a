/** Sigma's built-in account types, from the most to the least able, with the permissions that the sandbox gives them. */
const permissions = {
  'view-worksheet': 'View workbooks that are shared',
  'explore-worksheet': 'Explore workbooks',
  'edit-worksheet': 'Create, edit and publish workbooks',
  'export-download': 'Download exports',
  'export-cloud': 'Export to cloud storage',
  'view-connection': 'View connections',
  'create-api-key': 'Create an API key',
  'admin-users': 'Manage users, teams and account types',
  'admin-organization': 'Manage the organization and its audit logging'
} as const

type Permission = keyof typeof permissions

export const builtInAccountTypes: readonly {
  readonly name: string
  readonly description: string
  readonly permissions: readonly Permission[]
}[] = [
  {
    name: 'Admin',
    description: 'Can do everything, the organization’s settings included',
    permissions: Object.keys(permissions) as Permission[]
  },
  {
    name: 'Build',
    description: 'Creates and publishes workbooks and data models',
    permissions: [
      'view-worksheet',
      'explore-worksheet',
      'edit-worksheet',
      'export-download',
      'export-cloud',
      'view-connection',
      'create-api-key'
    ]
  },
  {
    name: 'Analyze',
    description: 'Explores and saves own versions',
    permissions: ['view-worksheet', 'explore-worksheet', 'export-download', 'view-connection']
  },
  { name: 'Act', description: 'Enters data and uses actions', permissions: ['view-worksheet', 'export-download'] },
  { name: 'View', description: 'Looks at what is shared', permissions: ['view-worksheet'] }
]

/** Names of permissions that may be given to a custom account type. */
export function isPermission(name: string): name is Permission {
  return name in permissions
}

/** A permission in the API's shape. */
export function permissionJson(name: string): { permission: string; description: string } {
  return { permission: name, description: isPermission(name) ? permissions[name] : name }
}
