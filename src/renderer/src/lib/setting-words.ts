import type { BooleanSettingKey, SettingValue } from '../../../shared/contract/settings.ts'

export interface SwitchWords {
  /** Sigma's name of the setting. */
  readonly name: string
  readonly description: string
  /** Asked before switching off; absent where nothing is lost. */
  readonly off?: { readonly title: string; readonly consequences: readonly string[]; readonly confirm: string }
}

/** Sigma's names and consequences of the switches under Features, from Sigma's page on account general settings. */
export const switchWords: Readonly<Record<BooleanSettingKey, SwitchWords>> = {
  csvUpload: {
    name: 'CSV Upload',
    description: 'Lets members upload CSV files to connections with write access.'
  },
  sampleConnections: {
    name: 'Sample connection',
    description: 'Shows Sigma’s sample connection in the lists of connections.'
  },
  publicEmbeds: {
    name: 'Public embeds',
    description: 'Lets members publish content under public embed URLs.',
    off: {
      title: 'Turn off public embeds?',
      consequences: [
        'No new public embed URLs can be made.',
        'Existing public embeds stop working at once, wherever they are shown.',
        'Secure embeds are not affected.'
      ],
      confirm: 'Turn off public embeds'
    }
  },
  licenseUpgradeRequests: {
    name: 'License upgrade request',
    description: 'Lets members ask admins for an account type that allows more.'
  },
  comments: {
    name: 'Comments',
    description: 'Lets members comment on workbooks and their elements.',
    off: {
      title: 'Turn off comments?',
      consequences: [
        'Members can no longer comment in workbooks.',
        'Annotations, the screenshots in comments, are switched off too.'
      ],
      confirm: 'Turn off comments'
    }
  },
  bulkCopy: {
    name: 'Bulk copy from tables',
    description: 'Lets members copy many cells of a table at once.',
    off: {
      title: 'Turn off bulk copy?',
      consequences: ['Members can copy only one cell at a time.'],
      confirm: 'Turn off bulk copy'
    }
  }
}

/** On, Off, or the value itself; what was never read is not known. */
export function wordOfValue(value: SettingValue | undefined): string {
  if (value === undefined) return 'Not known'
  return typeof value === 'boolean' ? (value ? 'On' : 'Off') : value
}
