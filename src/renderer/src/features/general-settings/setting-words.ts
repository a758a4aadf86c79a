export interface ReadOnlyWords {
  readonly name: string
  readonly description: string
}

/** Settings that Sigma's API cannot read or change, section by section. */
export const readOnlyWords = {
  site: [
    { name: 'Organization Name', description: 'Changing the name or the URL breaks links to existing documents.' },
    {
      name: 'Company Login URL',
      description: 'With SAML sign-in, the RelayState at the identity provider has to be changed with it.'
    },
    { name: 'Cloud', description: 'Cloud and region are fixed when the organization is created.' }
  ],
  customHomePages: [
    {
      name: 'Custom Home Pages',
      description: 'The first page of a workbook as the home page of a user, a team or everybody.'
    }
  ],
  localization: [
    { name: 'Account language', description: 'The language of Sigma’s user interface for everybody.' },
    { name: 'Account formatting region', description: 'How numbers, dates and currencies are written.' },
    { name: 'Organization translations', description: 'Terms of your own, one file per language.' }
  ],
  internalStages: {
    name: 'Internal stages',
    description:
      'Whether CSV uploads to Snowflake use internal or external stages. Shown in Sigma while CSV Upload is on.'
  },
  annotations: {
    name: 'Annotations',
    description: 'Screenshots of elements in comments, and for how long Sigma stores them (1 day to 2 years).'
  },
  integrations: [
    { name: 'Slack', description: 'Sends exports and comments to Slack channels and members.' },
    { name: 'dbt', description: 'Shows the metadata of dbt jobs beside tables.' },
    { name: 'Microsoft', description: 'Sends exports to Teams and SharePoint.' }
  ],
  auditStorage: {
    name: 'Create an Audit Logs Storage Integration',
    description:
      'Exports audit rows on a schedule to Amazon S3, Azure or Google Cloud Storage. Independent of Sigma Audit Logs: switching that on exports nothing by itself.'
  },
  storageIntegrations: [{ name: 'Storage Integrations', description: 'External storage that Sigma writes to.' }],
  customPlugins: [{ name: 'Custom Plugins', description: 'Plugins that members can add to workbooks.' }],
  customFunctions: [
    { name: 'Custom Functions', description: 'Formula functions defined once for the whole organization.' }
  ]
} as const satisfies Record<string, ReadOnlyWords | readonly ReadOnlyWords[]>
