#!/usr/bin/env node
// The part of fpm that electron-builder uses for a .deb, over dpkg-deb, for machines where electron-builder cannot
// download its own fpm:  CUSTOM_FPM_PATH=tools/packaging/fpm.mjs electron-builder --linux deb
import { execFileSync } from 'node:child_process'
import fs from 'node:fs'
import os from 'node:os'
import path from 'node:path'

const LISTS = new Set(['d', 'deb-recommends'])
const FLAGS = new Set(['force', 'debug'])

/** Splits fpm's command line into options and `from=/to` trees. */
function readArguments(words) {
  const options = { d: [], 'deb-recommends': [] }
  const trees = []
  for (let at = 0; at < words.length; at++) {
    const word = words[at]
    if (!word.startsWith('-')) {
      trees.push(word.split(/=(?=\/)/))
      continue
    }
    const name = word.replace(/^--?/, '')
    if (FLAGS.has(name)) continue
    const value = words[++at]
    if (LISTS.has(name)) options[name].push(value)
    else options[name] = value
  }
  return { options, trees }
}

function copyTrees(trees, root) {
  for (const [from, to] of trees) {
    if (to === undefined) throw new Error(`fpm.mjs: "${from}" is not of the form from=/to`)
    const target = path.join(root, to)
    fs.mkdirSync(path.dirname(target), { recursive: true })
    fs.cpSync(from, target, { recursive: true, preserveTimestamps: true, verbatimSymlinks: true })
  }
  for (const entry of fs.readdirSync(root, { recursive: true, withFileTypes: true })) {
    const full = path.join(entry.parentPath ?? entry.path, entry.name)
    if (entry.isSymbolicLink()) continue
    // whatever umask the checkout had, what is installed can be read by everybody
    fs.chmodSync(full, entry.isDirectory() || fs.statSync(full).mode & 0o111 ? 0o755 : 0o644)
  }
}

function controlFile(options, root) {
  const kib = execFileSync('du', ['-sk', '--apparent-size', root], { encoding: 'utf8' }).split('\t')[0]
  const [head, ...body] = options.description
    .split('\n')
    .map((line) => line.trim())
    .filter(Boolean)
  const relation = (field, list) => (list.length > 0 ? [`${field}: ${list.join(', ')}`] : [])
  return [
    `Package: ${options.name}`,
    `Version: ${options.version}${options.iteration ? `-${options.iteration}` : ''}`,
    `License: ${options.license ?? 'unknown'}`,
    `Vendor: ${options.vendor}`,
    `Architecture: ${options.architecture}`,
    `Maintainer: ${options.maintainer}`,
    `Installed-Size: ${kib}`,
    ...relation('Depends', options.d),
    ...relation('Recommends', options['deb-recommends']),
    `Section: ${options.category ?? 'default'}`,
    `Priority: ${options['deb-priority'] ?? 'optional'}`,
    `Homepage: ${options.url}`,
    `Description: ${head}`,
    ...body.map((line) => ` ${line}`),
    ''
  ].join('\n')
}

function writeControl(options, root) {
  const folder = path.join(root, 'DEBIAN')
  const control = controlFile(options, root)
  fs.mkdirSync(folder)
  fs.writeFileSync(path.join(folder, 'control'), control)
  for (const [name, file] of [
    ['postinst', options['after-install']],
    ['postrm', options['after-remove']]
  ]) {
    if (file) fs.writeFileSync(path.join(folder, name), fs.readFileSync(file), { mode: 0o755 })
  }
}

function compression(options) {
  if (process.env.VIGIL_FAST_PACKAGE) return ['-Zgzip', '-z1']
  const asked = options['deb-compression'] ?? 'xz'
  return [`-Z${{ xzmt: 'xz', bzip2: 'xz' }[asked] ?? asked}`]
}

const { options, trees } = readArguments(process.argv.slice(2))
if (options.t !== 'deb') throw new Error(`fpm.mjs makes deb, not ${options.t}`)
const work = fs.mkdtempSync(path.join(os.tmpdir(), 'vigil-fpm-'))
try {
  const root = path.join(work, 'root')
  copyTrees(trees, root)
  writeControl(options, root)
  execFileSync('dpkg-deb', ['--root-owner-group', ...compression(options), '--build', root, options.package], {
    stdio: 'inherit'
  })
} finally {
  fs.rmSync(work, { recursive: true, force: true })
}
