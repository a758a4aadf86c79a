import type { Act, ActContext, ActFields } from './acts.ts'

/** What administrators do: people, teams, account types, connections, settings, tenants, impersonation. */
export function administer({ world, member, random }: ActContext): Act[] {
  const pauseMs = 8_000 + random.int(40_000)
  const target = random.pick(world.members)
  const person = {
    TARGET_USER_ID: target.memberId,
    TARGET_USER_EMAIL: target.email,
    OBJECT_TYPE: 'user',
    OBJECT_ID: target.memberId,
    OBJECT_NAME: `${target.firstName} ${target.lastName}`
  }
  const team = random.pick(world.teams)
  const teamFields = {
    TEAM_ID: team.teamId,
    TEAM_NAME: team.name,
    OBJECT_TYPE: 'team',
    OBJECT_ID: team.teamId,
    OBJECT_NAME: team.name
  }
  const connection = random.pick(world.connections)
  const connectionFields = {
    CONNECTION_ID: connection.connectionId,
    CONNECTION_NAME: connection.name,
    OBJECT_TYPE: 'connection',
    OBJECT_ID: connection.connectionId,
    OBJECT_NAME: connection.name
  }
  const choices: readonly ActFields[] = [
    { EVENT_CATEGORY: 'USER_ACCOUNT', EVENT_TYPE: 'UPDATE_USER', ...person },
    {
      EVENT_CATEGORY: 'USER_ACCOUNT',
      EVENT_TYPE: 'INVITE_USER',
      OBJECT_TYPE: 'user',
      TARGET_USER_EMAIL: `new.joiner${random.int(400)}@${world.domain}`
    },
    {
      EVENT_CATEGORY: 'ACCOUNT_TYPE',
      EVENT_TYPE: 'ASSIGN_ACCOUNT_TYPE',
      ...person,
      PREVIOUS_VALUE: 'View',
      NEW_VALUE: random.pick(['Act', 'Analyze', 'Build'])
    },
    {
      EVENT_CATEGORY: 'TEAMS',
      EVENT_TYPE: random.pick(['ADD_TEAM_MEMBER', 'REMOVE_TEAM_MEMBER']),
      ...teamFields,
      TARGET_USER_ID: target.memberId,
      TARGET_USER_EMAIL: target.email
    },
    { EVENT_CATEGORY: 'TEAMS', EVENT_TYPE: 'UPDATE_TEAM', ...teamFields },
    {
      EVENT_CATEGORY: 'CONNECTION',
      EVENT_TYPE: 'GRANT_CONNECTION_PERMISSION',
      ...connectionFields,
      TEAM_ID: team.teamId,
      TEAM_NAME: team.name,
      GRANT_PERMISSION: random.pick(['usage', 'annotate'])
    },
    {
      EVENT_CATEGORY: 'CONNECTION',
      EVENT_TYPE: 'UPDATE_CONNECTION',
      ...connectionFields,
      SETTING_NAME: 'queryTimeout',
      PREVIOUS_VALUE: '120',
      NEW_VALUE: '180'
    },
    {
      EVENT_CATEGORY: 'ACCESS_SIGMA',
      EVENT_TYPE: 'UPDATE_AUTHENTICATION_SETTING',
      OBJECT_TYPE: 'organization',
      OBJECT_NAME: world.name,
      SETTING_NAME: 'sessionLengthHours',
      PREVIOUS_VALUE: '24',
      NEW_VALUE: random.pick(['8', '12'])
    },
    { EVENT_CATEGORY: 'ACCESS_SIGMA', EVENT_TYPE: 'START_IMPERSONATION', ...person, IMPERSONATOR_EMAIL: member.email },
    {
      EVENT_CATEGORY: 'AI_SETTINGS',
      EVENT_TYPE: 'UPDATE_AI_SOURCE',
      OBJECT_TYPE: 'organization',
      OBJECT_NAME: world.name,
      SETTING_NAME: 'aiSources',
      NEW_VALUE: connection.name
    },
    {
      EVENT_CATEGORY: 'TENANTS',
      EVENT_TYPE: 'UPDATE_DEPLOYMENT_POLICY',
      OBJECT_TYPE: 'deployment-policy',
      OBJECT_NAME: 'Quarterly rollout'
    }
  ]
  return [{ pauseMs, fields: random.pick(choices) }]
}
