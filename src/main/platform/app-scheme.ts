import { randomBytes } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { protocol, type Session } from 'electron'
import { containedFile, mimeTypeOf } from './contained-file.ts'
import { contentSecurityPolicy, hardeningHeaders, withNonce } from './content-security-policy.ts'
import { appScheme } from './renderer-location.ts'

/** Declares the scheme; must run before the application is ready. Its pages obey their policy like any web page. */
export function registerAppScheme(): void {
  protocol.registerSchemesAsPrivileged([
    {
      scheme: appScheme,
      privileges: { standard: true, secure: true, supportFetchAPI: true, codeCache: true }
    }
  ])
}

/**
 * Serves the renderer's files of one folder under `app://vigil/`, and nothing else.
 * @param rootFolder absolute path of the built renderer
 */
export function serveAppScheme(session: Session, rootFolder: string): void {
  session.protocol.handle(appScheme, (request) => answer(rootFolder, request))
}

async function answer(rootFolder: string, request: Request): Promise<Response> {
  if (request.method !== 'GET' && request.method !== 'HEAD') return plain(405)
  const file = await containedFile(rootFolder, request.url)
  if (!file) return plain(404)
  const type = mimeTypeOf(file)
  const bytes = await readFile(file)
  const headers = { ...hardeningHeaders, 'content-type': type }
  if (!type.startsWith('text/html')) return new Response(new Uint8Array(bytes), { headers })
  const nonce = randomBytes(16).toString('base64')
  const policy = { 'content-security-policy': contentSecurityPolicy(nonce) }
  return new Response(withNonce(bytes.toString('utf8'), nonce), { headers: { ...headers, ...policy } })
}

function plain(status: 404 | 405): Response {
  const headers = {
    ...hardeningHeaders,
    'content-type': 'text/plain; charset=utf-8',
    'content-security-policy': "default-src 'none'; frame-ancestors 'none'"
  }
  return new Response(status === 404 ? 'Not found' : 'Method not allowed', { status, headers })
}
