import type { Notice } from '../../../shared/contract/diagnostics.ts'

export interface NoticeWords {
  readonly tone: 'info' | 'warning' | 'bad'
  readonly title: string
  readonly detail: string
}

/** Something about this machine or this start, in words. */
export function wordsOfNotice({ kind, facts }: Notice): NoticeWords {
  const file = facts.file === undefined ? '' : ` It was kept as ${facts.file}.`
  switch (kind) {
    case 'preferences-set-aside':
      return {
        tone: 'warning',
        title: 'The preferences file was damaged and set aside.',
        detail: `Vigil started with its usual preferences.${file} Organizations and their data are not affected.`
      }
    case 'database-set-aside':
      return {
        tone: 'bad',
        title: `A damaged database was set aside${facts.database === undefined ? '' : ` (${facts.database})`}.`,
        detail: `${facts.outcome === 'started-fresh' ? 'There was no sound copy, so that Vigil began a new one.' : 'Vigil went on with the newest copy that passed its check.'}${file} What was read from Sigma since then is read again where Sigma still has it.`
      }
    case 'running-without-sandbox':
      return {
        tone: 'warning',
        title: 'Vigil runs without Chromium’s sandbox.',
        detail:
          'This happens when it is started as root or with --no-sandbox. Start it as an ordinary user for daily work.'
      }
  }
}
