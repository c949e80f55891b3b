/** The helper as a program for a plain Node, which the command line starts; the app starts itself instead. */
import { runHelper } from './helper.ts';

const helper = runHelper(process.argv);
for (const signal of ['SIGTERM', 'SIGHUP'] as const) process.on(signal, helper.end);
// Ctrl-C reaches all programs of the terminal: the command line closes by itself, and this one with it.
process.on('SIGINT', () => {});
process.exitCode = await helper.done;
