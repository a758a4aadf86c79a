import type { HttpRequest } from '../../../src/main/ports/http-client.port.ts'
import type { Answer } from '../../support/scripted-http-client.ts'
import { clientOf } from '../../support/sigma-client-fixture.ts'

/** Members and teams as Sigma sends them, and answers that are none. */
export const wireMember = (memberId: string, more: object = {}) => ({
  memberId,
  memberType: 'View',
  firstName: 'First',
  lastName: memberId,
  email: `${memberId}@example.com`,
  ...more
})
export const wireTeam = (teamId: string, more: object = {}) => ({ teamId, name: `Team ${teamId}`, ...more })
export const broken = { code: 500, message: 'broken', requestId: 'r' }
export const notPermitted = { status: 403, json: { code: 'forbidden', message: 'Admins only', requestId: 'r' } }

/** Answers by path; what is not named is an empty list. */
export function serverOf(answers: Readonly<Record<string, (request: HttpRequest, url: URL) => Answer>>) {
  return clientOf((request) => {
    const url = new URL(request.url)
    return answers[url.pathname]?.(request, url) ?? { json: { entries: [] } }
  })
}
