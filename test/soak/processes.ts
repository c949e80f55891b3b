import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { remote, type Remote } from '../bench/calls.ts';

/** A TypeScript file of this folder in a Node of its own; what it prints is shown. */
export function startProcess(file: string): Remote {
  const args = ['--import', import.meta.resolve('tsx'), fileURLToPath(new URL(file, import.meta.url))];
  const env = { ...process.env, NODE_OPTIONS: '' };
  return remote(spawn(process.execPath, args, { stdio: ['ignore', 'inherit', 'inherit', 'ipc'], env }), file);
}
