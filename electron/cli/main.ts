#!/usr/bin/env node
import { readFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { redact } from '../base/log.ts';
import { Failure } from '../contract/failure.ts';
import { readArguments, type Order } from './arguments.ts';
import { UsageError } from './usage-error.ts';
import { HELP } from './help.ts';
import { ownStdin } from './own-stdin.ts';
import { sentenceOf } from './sentence.ts';
import type { World } from './world.ts';

const FAILED = 1;
const MISUSED = 2;
const INTERRUPTED = 130;

/** The bundle and this file stand equally deep below package.json. */
function version(): string {
  const text = readFileSync(join(import.meta.dirname, '../../package.json'), 'utf8');
  return (JSON.parse(text) as { version: string }).version;
}

/** Each command is a file of its own in the bundle: one that reads a state waits for no library of another. */
async function obey(order: Order, world: World): Promise<number> {
  switch (order.command) {
    case 'forward':
      return (await import('./run-forward.ts')).runForward(order, world);
    case 'list':
      return (await import('./run-list.ts')).runList(order, world);
    case 'status':
      return (await import('./run-status.ts')).runStatus(order, world);
    case 'up':
      return (await import('./run-toggle.ts')).runUp(order, world);
    case 'down':
      return (await import('./run-toggle.ts')).runDown(order, world);
    case 'copy':
    case 'url':
      return (await import('./run-kit.ts')).runCopy(order, world);
    case 'env':
      return (await import('./run-kit.ts')).runEnv(order, world);
    case 'run':
      return (await import('./run-command.ts')).runCommand(order, world);
    case 'mcp':
      return (await import('./mcp.ts')).runMcp(world, version());
    case 'help':
    case 'version':
      world.stdout.write(order.command === 'help' ? HELP : `${version()}\n`);
      return 0;
  }
}

/** The exit code; whatever goes wrong is one sentence on stderr. */
async function main(args: readonly string[], world: World): Promise<number> {
  let order: Order | undefined;
  try {
    order = readArguments(args);
    return await obey(order, world);
  } catch (error) {
    if (world.signal.aborted) return order?.command === 'forward' ? 0 : INTERRUPTED;
    const sentence = error instanceof Failure ? sentenceOf(error.problem) : (error as Error).message;
    world.stderr.write(`${redact(sentence)}\n`);
    return error instanceof UsageError ? MISUSED : FAILED;
  }
}

const leave = new AbortController();
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
  process.on(signal, () => {
    // Asked twice: nobody wants to wait for what still moves bytes.
    if (leave.signal.aborted) process.exit(INTERRUPTED);
    leave.abort();
  });
}
// A reader such as `head` has seen enough.
for (const stream of [process.stdout, process.stderr]) stream.on('error', () => leave.abort());

const { env, stdout, stderr } = process;
process.exitCode = await main(process.argv.slice(2), {
  env,
  home: homedir(),
  stdin: ownStdin(),
  stdout,
  stderr,
  signal: leave.signal,
});
