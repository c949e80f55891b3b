import { spawn, type ChildProcess } from 'node:child_process';
import { constants } from 'node:os';
import { build as viteBuild, createServer } from 'vite';
import { build, projectRoot } from './build.ts';
import { entryBundle, helperBundle, mainBundle, preloadBundle, rendererServer } from './bundles.ts';
import { hasDisplay, openDesktop } from './desktop.ts';
import { electronArgs, findElectron } from './electron-runtime.ts';
import { endWithNpm } from './npm-end.ts';
import { checkNode, preflight } from './preflight.ts';

/** Main and preload are often rebuilt by one and the same change: one restart serves both. */
const RESTART_DELAY_MS = 100;

type Launch = { executable: string; args: string[]; env: NodeJS.ProcessEnv };

async function prepare(appArgs: string[]): Promise<Launch> {
  checkNode();
  const electron = await findElectron();
  await preflight('start', electron.path);
  if (!hasDisplay()) console.error('No display here: the app runs unseen on a virtual one (Xvfb).');
  const desktop = await openDesktop();
  return { executable: electron.path, args: ['.', ...electronArgs(), ...appArgs], env: desktop.env };
}

function launch({ executable, args, env }: Launch): ChildProcess {
  const child = spawn(executable, args, { cwd: projectRoot, stdio: 'inherit', env });
  child.on('error', (error) => {
    console.error(`Electron did not start: ${error.message}`);
    process.exit(1);
  });
  return child;
}

function endWith(child: ChildProcess): void {
  child.on('exit', (code, signal) => process.exit(code ?? 128 + constants.signals[signal ?? 'SIGTERM']));
}

/** Ctrl-C reaches the app by itself, being of the same terminal; other ends are handed on, and the app closes first. */
function handOnSignals(current: () => ChildProcess | undefined): void {
  process.on('SIGINT', () => {});
  for (const signal of ['SIGTERM', 'SIGHUP'] as const) process.on(signal, () => current()?.kill(signal));
  endWithNpm(() => current()?.kill('SIGTERM'));
}

async function start(appArgs: string[]): Promise<void> {
  const launching = await prepare(appArgs);
  await build();
  const child = launch(launching);
  handOnSignals(() => child);
  endWith(child);
}

/** Serves the page with hot reload and starts the app anew when main or preload change. */
async function develop(appArgs: string[]): Promise<void> {
  const launching = await prepare(appArgs);
  const server = await (await createServer(rendererServer({ root: projectRoot }))).listen();
  const url = server.resolvedUrls?.local[0]?.replace(/\/$/, '');
  if (url === undefined) throw new Error('The development server has no address.');
  launching.env = { ...launching.env, PORTSIDE_RENDERER_URL: url };
  let child: ChildProcess | undefined;
  let timer: NodeJS.Timeout | undefined;
  // The app is the only one of its kind per user: the old one must be gone before the new one starts.
  const restart = (): void => {
    const old = child;
    const next = (): void => {
      child = launch(launching);
      endWith(child);
    };
    if (old === undefined || old.exitCode !== null || old.signalCode !== null) return next();
    old.removeAllListeners('exit').once('exit', next).kill();
  };
  const bundles = [entryBundle, helperBundle, mainBundle, preloadBundle];
  const built = new Set<string>();
  const onBuilt = (bundle: string): void => {
    clearTimeout(timer);
    if (built.add(bundle).size < bundles.length) return;
    timer = setTimeout(restart, RESTART_DELAY_MS);
  };
  handOnSignals(() => child);
  const options = { root: projectRoot, watch: true, onBuilt };
  await Promise.all(bundles.map((bundle) => viteBuild(bundle(options))));
  console.log(`The window's page is served at ${url}.`);
}

const [, , ...given] = process.argv;
const appArgs = given.filter((argument) => argument !== '--dev');
await (given.includes('--dev') ? develop(appArgs) : start(appArgs)).catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : error);
  process.exit(1);
});
