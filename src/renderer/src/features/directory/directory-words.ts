import type { AppErrorCode } from '../../../../shared/kit/app-error.ts'

/** The lists of an organization's directory. */
export type Topic = 'users' | 'teams' | 'account-types' | 'tenants'

interface TopicWords {
  /** Sigma's own name of the page. */
  readonly title: string
  readonly what: string
  readonly description: string
  readonly none: string
  readonly whyNone: string
}

const topicWords: Record<Topic, TopicWords> = {
  users: {
    title: 'Users',
    what: 'the users',
    description: 'The members of this organization with their account type and teams.',
    none: 'No users',
    whyNone: 'Sigma lists no members of this organization.'
  },
  teams: {
    title: 'Teams',
    what: 'the teams',
    description: 'Groups of members that content and connections are shared with.',
    none: 'No teams',
    whyNone: 'This organization has no teams. They are created in Sigma.'
  },
  'account-types': {
    title: 'Account Types',
    what: 'the account types',
    description: 'What members may do: each member has one account type.',
    none: 'No account types',
    whyNone: 'Sigma lists no account types of this organization.'
  },
  tenants: {
    title: 'Tenants',
    what: 'the tenants',
    description: 'Organizations that belong to this one. Each can be added to Vigil with credentials of its own.',
    none: 'No tenants',
    whyNone: 'This organization has no tenants. They are created in Sigma.'
  }
}

/** What a list is called and what is said where it is empty. */
export function wordsOfTopic(topic: Topic): TopicWords {
  return topicWords[topic]
}

/** Why Sigma shows a list to nobody, or not to the owner of these credentials; undefined for any other error. */
export function wordsOfHidden(
  topic: Topic,
  code: AppErrorCode
): { readonly title: string; readonly remedy: string } | undefined {
  const { what } = topicWords[topic]
  if (code === 'not-permitted')
    return {
      title: `These credentials may not see ${what} of this organization.`,
      remedy: 'Use credentials that belong to a member with the Admin account type.'
    }
  if (code !== 'not-found' && code !== 'not-supported') return undefined
  return topic === 'tenants'
    ? {
        title: 'Sigma offers no tenants in this organization.',
        remedy: 'Tenants are an extra of Sigma’s plan, and a tenant cannot have tenants of its own.'
      }
    : {
        title: `Sigma does not offer ${what} of this organization through its API.`,
        remedy: 'Look for them in Sigma, under Administration.'
      }
}
