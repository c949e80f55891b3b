import { join } from 'node:path';
import { packagedLauncher } from '../base/own-program.ts';
import { Failure } from '../contract/failure.ts';
import { describe } from '../contract/problem.ts';
import { askSystem } from '../system/elevation-ask.ts';
import type { Helper } from '../system/elevation-helper.ts';
import { startHelper } from '../system/elevation.ts';
import type { ForwardOrder } from './arguments.ts';
import type { Output } from './output.ts';
import { logTo, type World } from './world.ts';

/** Beside the bundle of the command line. */
const PROGRAM = join(import.meta.dirname, '../node-helper/index.js');

/** The installed app cannot run as Node, and so is the helper itself. */
function launcher() {
  if (process.versions['electron'] !== undefined) return packagedLauncher(process);
  const { platform, execPath } = process;
  return { platform, executable: execPath, appPath: PROGRAM, isNode: true, isPackaged: false };
}

/**
 * Asks the system for the right to write names, which then a helper does. Only where somebody sits at a terminal: elsewhere
 * a prompt would come out of the blue. Undefined, with the reason told, where it was not given.
 */
export async function askForHelper(world: World, order: ForwardOrder, output: Output): Promise<Helper | undefined> {
  if (order.json || world.stderr.isTTY !== true) return undefined;
  output.warn('Host names take administrator rights: your system asks for them, once for as long as this runs.');
  try {
    return await startHelper({
      launcher: launcher(),
      ask: askSystem,
      signal: world.signal,
      log: logTo(world, order.verbose),
    });
  } catch (error) {
    if (!(error instanceof Failure)) throw error;
    output.warn(describe(error.problem).text);
    return undefined;
  }
}
