import { realpath, stat } from 'node:fs/promises'
import { extname, join, sep } from 'node:path'
import { appHost, appScheme } from './renderer-location.ts'

const types: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.mjs': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.json': 'application/json; charset=utf-8',
  '.map': 'application/json; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.jpg': 'image/jpeg',
  '.ico': 'image/x-icon',
  '.woff2': 'font/woff2',
  '.txt': 'text/plain; charset=utf-8'
}

/** The MIME type of a file by its name. */
export function mimeTypeOf(file: string): string {
  return types[extname(file).toLowerCase()] ?? 'application/octet-stream'
}

/** The decoded path segments of an address of the app scheme, or undefined for anything that is not a plain path. */
export function pathSegments(address: string): string[] | undefined {
  if (!URL.canParse(address)) return undefined
  const url = new URL(address)
  if (url.protocol !== `${appScheme}:` || url.host !== appHost || url.username !== '' || url.password !== '') {
    return undefined
  }
  try {
    const segments = decodeURIComponent(url.pathname === '/' ? '/index.html' : url.pathname)
      .slice(1)
      .split('/')
    return segments.every(isPlainName) ? segments : undefined
  } catch {
    // A malformed percent escape names no file.
    return undefined
  }
}

/** A colon is a drive or an alternate stream on Windows, a backslash a separator there; neither is in our file names. */
function isPlainName(segment: string): boolean {
  return segment !== '' && segment !== '.' && segment !== '..' && !/[\\:\0]/.test(segment)
}

/**
 * The file that an address of the app scheme names, or undefined: not a file, not there, or not inside the folder once
 * every link is followed.
 * @param rootFolder absolute; the only folder that is ever served
 */
export async function containedFile(rootFolder: string, address: string): Promise<string | undefined> {
  const segments = pathSegments(address)
  if (!segments) return undefined
  try {
    const root = await realpath(rootFolder)
    const file = await realpath(join(root, ...segments))
    return file.startsWith(root + sep) && (await stat(file)).isFile() ? file : undefined
  } catch {
    return undefined
  }
}
