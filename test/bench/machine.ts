import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { availableParallelism, cpus, release, totalmem, type } from 'node:os';
import { pinning } from './spawn.ts';

const require = createRequire(import.meta.url);

function versionOf(name: string): string {
  // Some packages do not export their package.json.
  const main = require.resolve(name);
  const at = main.lastIndexOf(`/node_modules/${name}/`);
  const file = `${main.slice(0, at)}/node_modules/${name}/package.json`;
  return (JSON.parse(readFileSync(file, 'utf8')) as { version: string }).version;
}

function commit(): string {
  try {
    const hash = execFileSync('git', ['rev-parse', '--short', 'HEAD'], { encoding: 'utf8' }).trim();
    const isChanged = execFileSync('git', ['status', '--porcelain', 'electron'], { encoding: 'utf8' }) !== '';
    return isChanged ? `${hash} with changes` : hash;
  } catch {
    return 'unknown';
  }
}

/** What a reader has to know to judge the figures, as lines of a list. */
export function describeMachine(electron: Readonly<Record<string, string | undefined>>): string[] {
  const [cpu] = cpus();
  return [
    `Date: ${new Date().toISOString().slice(0, 16).replace('T', ' ')} UTC, commit ${commit()}`,
    `Processor: ${cpu?.model ?? 'unknown'}, ${availableParallelism()} cores; ${Math.round(totalmem() / 2 ** 30)} GiB of memory; ${pinning}`,
    `System: ${type()} ${release()}`,
    `Node ${process.versions.node}; Electron ${electron['electron']} (Chromium ${electron['chrome']}, Node ${electron['node']}, masks ${electron['mask']}); @northflank/js-client ${versionOf('@northflank/js-client')}; ws ${versionOf('ws')}; bufferutil ${versionOf('bufferutil')}`,
  ];
}
