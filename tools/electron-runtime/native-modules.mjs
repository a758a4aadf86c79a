// Makes the two native modules load in the runtime that was found AND in the Node that runs the tests, from one file
// each, without touching their sources.
import { spawnSync } from 'node:child_process'
import fs from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { executable, require, say } from './paths.mjs'

// better-sqlite3 13 ships Node-API 10 prebuilds (Node >= 22.14, Electron >= 35); an older runtime crashes on them.
const PREBUILT_NODE_API = 10

const folderOf = (name) => path.dirname(require.resolve(`${name}/package.json`))
const asNode = (args) =>
  spawnSync(executable, args, { env: { ...process.env, ELECTRON_RUN_AS_NODE: '1' }, encoding: 'utf8' })

/** Headers that are already on the machine, so that node-gyp does not go looking for them on the network. */
function nodeHeaders() {
  const places = [process.env.npm_config_nodedir, path.resolve(process.execPath, '..', '..'), '/usr', '/usr/local']
  return places.find((folder) => folder && fs.existsSync(path.join(folder, 'include', 'node', 'common.gypi')))
}

function compile(name, extraArgs, extraEnv) {
  const headers = nodeHeaders()
  const startedAtMs = Date.now()
  const args = [require.resolve('node-gyp/bin/node-gyp.js'), 'rebuild', '--release', '-j', 'max', ...extraArgs]
  if (headers) args.push(`--nodedir=${headers}`)
  const run = spawnSync(process.execPath, args, {
    cwd: folderOf(name),
    encoding: 'utf8',
    maxBuffer: 1 << 28,
    env: { ...process.env, ...extraEnv }
  })
  if (run.status !== 0)
    throw new Error(`${name} could not be compiled:\n${run.stdout}\n${run.stderr}\n${run.error ?? ''}`)
  say(`${name}: compiled in ${Math.round((Date.now() - startedAtMs) / 1000)} s`)
}

/** Compiles through a cache in the user's home: once per version and machine, shared by all clones. */
function compileOnce(name, variant, file, extraArgs, extraEnv) {
  const { version } = require(`${name}/package.json`)
  const folder = path.join(process.env.XDG_CACHE_HOME || path.join(os.homedir(), '.cache'), 'vigil-native')
  const cached = path.join(folder, `${name}-${version}-${process.platform}-${process.arch}-${variant}.node`)
  if (!fs.existsSync(cached)) {
    say(`${name}: compiling (${variant})`)
    compile(name, extraArgs, extraEnv)
    fs.mkdirSync(folder, { recursive: true })
    // a rename is atomic: an interrupted copy must not stay behind as a cached module
    fs.copyFileSync(file, `${cached}.${process.pid}`)
    fs.renameSync(`${cached}.${process.pid}`, cached)
  }
  fs.rmSync(path.join(folderOf(name), 'build'), { recursive: true, force: true })
  fs.mkdirSync(path.dirname(file), { recursive: true })
  fs.copyFileSync(cached, file)
  fs.chmodSync(file, 0o755)
}

// For an older runtime the same sources are compiled against the experimental Node-API, which is what version 10 was
// before it had a number. build/Release is where better-sqlite3 itself looks first, and the file runs in Node 24 too;
// the prebuild beside it stays untouched and is used again as soon as the runtime is new enough.
function sqlite(nodeApi) {
  const file = path.join(folderOf('better-sqlite3'), 'build', 'Release', 'better_sqlite3.node')
  if (nodeApi >= PREBUILT_NODE_API) {
    fs.rmSync(path.join(folderOf('better-sqlite3'), 'build'), { recursive: true, force: true })
    return say(`better-sqlite3: its prebuilt binding fits (Node-API ${nodeApi})`)
  }
  if (!fs.existsSync(file)) {
    const flags = '-UNAPI_VERSION -DNAPI_EXPERIMENTAL -DNODE_API_EXPERIMENTAL_NOGC_ENV_OPT_OUT'
    const CXXFLAGS = `${process.env.CXXFLAGS ?? ''} ${flags}`
    compileOnce('better-sqlite3', `napi${nodeApi}`, file, ['--force_build=1'], { CXXFLAGS })
  }
  say(`better-sqlite3: binding compiled for Node-API ${nodeApi} is in place`)
}

// keytar's own install script has done this, unless scripts were switched off for the install.
function keytar() {
  const file = path.join(folderOf('keytar'), 'build', 'Release', 'keytar.node')
  if (!fs.existsSync(file)) compileOnce('keytar', 'napi3', file, [], {})
}

const LOAD = `new (require('better-sqlite3'))(':memory:').close(); require('keytar')`

function proveLoading(what, run) {
  if (run.status !== 0) {
    throw new Error(`better-sqlite3 and keytar do not load in ${what}:\n${run.stderr || run.signal || run.error}`)
  }
}

/** Prepares better-sqlite3 and keytar and proves that both load in Electron and in this Node. */
export function prepareNativeModules() {
  const probe = asNode(['-p', 'process.versions.napi'])
  const nodeApi = Number(probe.stdout)
  if (!(nodeApi > 0)) {
    return say(
      `Electron is there but does not start, most likely for want of a system library; script/bootstrap installs ` +
        `them, then run this again.\n${probe.stderr || probe.error}`
    )
  }
  sqlite(nodeApi)
  keytar()
  proveLoading('Electron', asNode(['-e', LOAD]))
  proveLoading(`Node ${process.versions.node}`, spawnSync(process.execPath, ['-e', LOAD], { encoding: 'utf8' }))
  say('better-sqlite3 and keytar load in Electron and in Node')
}
