import { readFileSync } from 'node:fs'
import { inProject } from '../kit/paths.ts'

const { version } = JSON.parse(readFileSync(inProject('package.json'), 'utf8')) as { version: string }
const architecture = process.arch === 'arm64' ? 'arm64' : 'amd64'

export interface PackageKind {
  /** Relative to the project. */
  readonly folder: string
  readonly deb: string
  readonly unpacked: string
}

const kind = (folder: string): PackageKind => ({
  folder,
  deb: inProject(folder, `vigil_${version}_${architecture}.deb`),
  unpacked: inProject(folder, process.arch === 'arm64' ? 'linux-arm64-unpacked' : 'linux-unpacked')
})

/** As shipped: no inspector, so nothing can attach to it. */
export const fused = kind('dist')
/** The same, but a test driver can attach to it. Never shipped. */
export const drivable = kind('dist/drivable')
