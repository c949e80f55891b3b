import { constants } from 'node:os';
import spawn from 'cross-spawn';
import type { Environment } from '../control/protocol.ts';
import { isOfThisComputer } from '../kit/own-names.ts';
import type { AppOrder } from './app-arguments.ts';
import { openApp, untilSettled } from './app-visit.ts';
import { environmentOf, tellConflict } from './run-kit.ts';
import { mayOpen, SETTLE_MS, wanted } from './run-toggle.ts';
import type { World } from './world.ts';

const NOT_FOUND = 127;
const NOT_STARTED = 126;

/**
 * The exit code as a shell would say it. On Windows most commands of developers, npm among them, are batch files, which Node
 * neither finds nor starts by itself.
 */
export function run(
  argv: readonly [string, ...string[]],
  env: NodeJS.ProcessEnv,
  { stderr, signal }: World,
): Promise<number> {
  const [program, ...args] = argv;
  return new Promise((resolve) => {
    const child = spawn(program, args, { stdio: 'inherit', env });
    // At a terminal the command gets Ctrl-C by itself; from elsewhere it is told, and we end when it has ended.
    const leave = () => void child.kill('SIGTERM');
    signal.addEventListener('abort', leave);
    child.on('error', (error: NodeJS.ErrnoException) => {
      stderr.write(`${program} cannot be started (${error.code ?? error.message}).\n`);
      resolve(error.code === 'ENOENT' ? NOT_FOUND : NOT_STARTED);
    });
    child.on('close', (code, ended) => {
      signal.removeEventListener('abort', leave);
      resolve(code ?? 128 + (ended ? constants.signals[ended] : 0));
    });
  });
}

/** What a service says of its own container is not for this computer. */
export function forThisComputer(values: Environment, { stderr }: Pick<World, 'stderr'>): Environment {
  const left = Object.keys(values).filter(isOfThisComputer);
  if (left.length > 0) stderr.write(`Left as on this computer: ${left.join(', ')}.\n`);
  return Object.fromEntries(Object.entries(values).filter(([name]) => !isOfThisComputer(name)));
}

/**
 * Brings up what is needed, runs the command with the rewritten environment and leaves all as it was: what was off is on only
 * as long as this process is connected to the app, also where it is killed.
 */
export async function runCommand(order: Extract<AppOrder, { command: 'run' }>, world: World): Promise<number> {
  const app = await openApp(world, ['read', 'toggle', 'secrets']);
  try {
    const forwards = await wanted(app, order.names);
    if (!(await mayOpen(forwards, { world, yes: order.yes }))) return 1;
    const ids = forwards.map(({ id }) => id);
    await app.call({ call: 'set', ids, on: true, confirmed: true, lease: true });
    const settled = await untilSettled(app, ids, { withinMs: SETTLE_MS, signal: world.signal });
    const troubled = settled.filter(({ state }) => state !== 'live');
    for (const { project, resource, state, problem } of troubled)
      world.stderr.write(`${project}/${resource} is ${state}. ${problem?.message ?? ''}\n`);
    if (troubled.length > 0 || settled.length < ids.length) return 1;
    const values = await environmentOf(app, forwards, tellConflict(world));
    return await run(order.argv, { ...world.env, ...forThisComputer(values, world) }, world);
  } finally {
    app.close();
    await app.ended;
  }
}
