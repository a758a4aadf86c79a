import { availableParallelism } from 'node:os'
import { inProject } from '../kit/paths.ts'

/** One step of the whole test run. */
export interface Stage {
  readonly name: string
  /** Words for the heading. */
  readonly title: string
  /** A program of node_modules/.bin or `node`, with its arguments. */
  readonly command: readonly string[]
  /** Which report it writes; a stage with a report must have run at least one test. */
  readonly report?: 'vitest' | 'playwright'
  /** Names the reason when this machine cannot run it. */
  readonly cannotRun?: () => string | undefined
  readonly env?: Readonly<Record<string, string>>
  /** Runs in a desktop of its own: display, D-Bus, keyring, notification daemon. */
  readonly needsDesktop?: boolean
  /** Stages without which this one has nothing to work on. */
  readonly needs?: readonly string[]
}

const notLinux = (): string | undefined =>
  process.platform === 'linux' ? undefined : 'it needs a Linux desktop session, and this is not Linux'

const notRootOnDebian = (): string | undefined => {
  if (process.platform !== 'linux') return 'a .deb is made and installed on Linux only'
  if (process.getuid?.() !== 0) return 'installing a package needs root; run script/test as root in a container'
  return undefined
}

/** Processes in which test files run at once: on two processors Vitest would take one, and most tests wait half of their time. */
const besideEachOther = ['--maxWorkers', String(Math.max(2, availableParallelism() - 1))]
/** A fault test keeps all processors busy by itself. */
const oneByOne = ['--maxWorkers', '1']

const vitest = (
  name: string,
  projects: readonly string[],
  title: string,
  workers: readonly string[] = besideEachOther
): Stage => ({
  name,
  title,
  command: ['vitest', 'run', ...projects.flatMap((project) => ['--project', project]), ...workers],
  report: 'vitest',
  // database threads, parsers and children load the sources as they are: a third of the time is taking their types away
  env: { NODE_COMPILE_CACHE: inProject('node_modules', '.cache', 'node-compile') }
})

export const stages: readonly Stage[] = [
  { name: 'lint', title: 'Lint: rules', command: ['oxlint', '--type-aware'] },
  { name: 'layers', title: 'Lint: who imports whom', command: ['node', 'tools/layers/check.ts'] },
  { name: 'format', title: 'Lint: format', command: ['biome', 'format'] },
  { name: 'types', title: 'Types, one project a layer', command: ['node', 'tools/typecheck.ts'] },
  vitest('unit', ['unit', 'renderer'], 'Unit tests'),
  vitest('integration', ['integration'], 'Integration tests'),
  { ...vitest('security', ['security'], 'Security tests'), cannotRun: notLinux },
  vitest('faults', ['faults'], 'Fault tests', oneByOne),
  { name: 'build', title: 'Build', command: ['node', 'tools/build.ts', '--if-changed'] },
  {
    name: 'e2e',
    title: 'End-to-end tests on the real application',
    command: ['playwright', 'test', '--grep-invert', '@installed'],
    report: 'playwright',
    cannotRun: notLinux,
    needsDesktop: true,
    needs: ['build']
  },
  {
    name: 'package',
    title: 'Packages: unfused for the tests, fused as shipped',
    command: ['node', 'tools/package-linux.ts', '--both', '--fast'],
    cannotRun: notLinux,
    needs: ['build']
  },
  {
    name: 'fused',
    title: 'The fused package starts, shows its window and ends',
    command: ['node', 'tools/packaging/smoke.ts'],
    cannotRun: notLinux,
    needs: ['package']
  },
  {
    name: 'installed',
    title: 'End-to-end test on the installed package',
    command: ['node', 'tools/packaging/test-installed.ts'],
    report: 'playwright',
    cannotRun: notRootOnDebian,
    needsDesktop: true,
    needs: ['package']
  }
]
