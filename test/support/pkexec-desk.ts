/**
 * Runs on a machine of its own, as root: a user with a password prompt, and what comes of each way to answer it. Prints one
 * line of JSON per scene, `{ scene, … }`, for the test that started it.
 */
import { execFileSync, fork, spawnSync, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { copyFileSync, mkdirSync, readFileSync, watch, writeFileSync, chmodSync } from 'node:fs';
import { connect } from 'node:net';
import { join } from 'node:path';
import { MACHINE, MACHINE_HOSTS } from './own-machine.ts';
import type { Order, Result } from './pkexec-app.ts';
import { openCommandLine } from './pkexec-cli.ts';
import { hasWebNames, openWhole } from './pkexec-whole.ts';
import { answerPrompts, type Prompt, type Typed } from './polkit-agent.ts';

const PASSWORD = 'correct horse';
const HOSTS = '/etc/hosts';
const WRAPPER = '/opt/Portside/resources/portside-helper';

type Desk = {
  readonly pid: number;
  readonly tell: (order: Order) => Promise<Result>;
  /** The helper has ended, says the app. */
  readonly helperGone: Promise<unknown>;
  readonly end: (signal: NodeJS.Signals) => Promise<void>;
  readonly prompts: readonly Prompt[];
  readonly hasPrompt: boolean;
};

const hosts = () => readFileSync(HOSTS, 'utf8');
const hasName = () => hosts().includes('127.24.0.1 web\n');
const isRestored = () => hosts() === MACHINE_HOSTS;

async function until(fits: () => boolean): Promise<boolean> {
  const watcher = watch('/etc');
  const late = AbortSignal.timeout(10_000);
  try {
    while (!fits()) await once(watcher, 'change', { signal: late });
    return true;
  } catch {
    return fits();
  } finally {
    watcher.close();
  }
}

/** What a program gets that connects to the name's own port. */
function ask80(): Promise<string> {
  return new Promise((resolve) => {
    const socket = connect(80, '127.24.0.1');
    socket.on('data', (said: Buffer) => resolve(said.toString()));
    socket.on('error', ({ code }: NodeJS.ErrnoException) => resolve(code ?? ''));
  });
}

/** Says which process the helper is that runs now. */
function helperPid(): number {
  const lines = readFileSync('/var/lib/portside/helper.log', 'utf8').trim().split('\n');
  const entries = lines.map((line) => JSON.parse(line) as { what: string; pid: number; uid?: number });
  return entries.findLast(({ what }) => what === 'connected')?.pid ?? 0;
}

function message(app: ChildProcess, fits: (said: object) => boolean): Promise<object> {
  return new Promise((resolve, reject) => {
    const hear = (said: object) => {
      if (!fits(said)) return;
      app.off('message', hear);
      resolve(said);
    };
    app.on('message', hear);
    app.once('exit', () => reject(new Error('the app ended')));
  });
}

/** The app of an ordinary user; `typed` is absent where nothing in the session shows prompts. */
async function sit(typed?: Typed): Promise<Desk> {
  const app = fork(join(import.meta.dirname, 'pkexec-app.ts'), {
    uid: MACHINE.uid,
    gid: MACHINE.uid,
    execArgv: ['--import', 'tsx'],
    env: { PATH: '/usr/bin:/bin', HOME: MACHINE.home, USER: MACHINE.user, TMPDIR: MACHINE.home },
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
  });
  const helperGone = message(app, (said) => 'ended' in said);
  helperGone.catch(() => {});
  await message(app, (said) => 'ready' in said);
  const prompts: Prompt[] = [];
  const note: Typed = (prompt) => {
    prompts.push(prompt);
    return typed?.(prompt);
  };
  const leave = typed && (await answerPrompts(app.pid ?? 0, MACHINE.uid, note));
  return {
    pid: app.pid ?? 0,
    prompts,
    hasPrompt: typed !== undefined,
    helperGone,
    tell: async (order) => {
      app.send(order);
      return (await message(app, (said) => 'ok' in said)) as Result;
    },
    end: async (signal) => {
      if (app.exitCode !== null || app.signalCode !== null) return;
      const gone = once(app, 'exit');
      app.kill(signal);
      await gone;
      leave?.();
    },
  };
}

/** Polkit asks nobody where the shell of sudo-prompt was quicker than the prompt's registration for it; then once more. */
async function start(desk: Desk, wrapper?: string): Promise<Result> {
  const order: Order = { do: 'start', ...(wrapper !== undefined && { wrapper }) };
  for (let tries = 1; ; tries += 1) {
    const result = await desk.tell(order);
    const wasMissed = desk.hasPrompt && desk.prompts.length === 0 && !result.ok;
    if (!wasMissed || tries === 10) return result;
  }
}

function say(scene: string, facts: object): void {
  process.stdout.write(`${JSON.stringify({ scene, ...facts })}\n`);
}

async function refused(scene: string, typed?: Typed): Promise<void> {
  const desk = await sit(typed);
  say(scene, { ...(await start(desk)), prompts: desk.prompts.length, untouched: isRestored() });
  await desk.end('SIGTERM');
}

async function allowed(scene: string, act: (desk: Desk) => Promise<object>, wrapper?: string): Promise<void> {
  const desk = await sit(() => PASSWORD);
  const started = await start(desk, wrapper);
  const applied = await desk.tell({ do: 'apply', names: ['web'] });
  const facts = { started, applied, written: hasName(), prompts: desk.prompts.length };
  say(scene, { ...facts, ...(await act(desk)) });
  await desk.end('SIGKILL');
}

function furnish(): void {
  for (const folder of ['/opt', '/usr/share/polkit-1']) {
    const name = `/mnt/over${folder.replaceAll('/', '-')}`;
    mkdirSync(`${name}/upper`, { recursive: true });
    mkdirSync(`${name}/work`);
    const options = `lowerdir=${folder},upperdir=${name}/upper,workdir=${name}/work`;
    execFileSync('mount', ['-t', 'overlay', 'overlay', '-o', options, folder]);
  }
  mkdirSync('/opt/Portside/resources', { recursive: true });
  const assets = `${MACHINE.project}/assets/linux`;
  copyFileSync(`${assets}/portside-helper`, WRAPPER);
  copyFileSync(`${assets}/dev.portside.app.policy`, '/usr/share/polkit-1/actions/dev.portside.app.policy');
  writeFileSync('/opt/Portside/portside', `#!/bin/sh\nexec ${MACHINE.electron}/electron ${MACHINE.project} "$@"\n`);
  for (const program of [WRAPPER, '/opt/Portside/portside']) chmodSync(program, 0o755);
  execFileSync('chpasswd', { input: `root:${PASSWORD}\n` });
}

furnish();
await refused('no authorization service');
execFileSync('dbus-daemon', ['--system', '--fork']);
await refused('no prompt');
await refused('closed', () => undefined);
await refused('wrong password', () => 'battery staple');
await allowed('closed by the app', async (desk) => ({
  closed: await desk.tell({ do: 'close' }),
  restored: isRestored(),
  log: readFileSync('/var/lib/portside/helper.log', 'utf8'),
}));
await allowed('app killed', async (desk) => {
  await desk.end('SIGKILL');
  return { restored: await until(isRestored) };
});
await allowed('a port below 1024', async (desk) => {
  const relayed = await desk.tell({ do: 'relay' });
  const served = await ask80();
  await desk.end('SIGKILL');
  await until(isRestored);
  return { relayed, served, after: await ask80() };
});
await allowed('helper asked to end', async (desk) => {
  process.kill(helperPid(), 'SIGTERM');
  await desk.helperGone;
  return { restored: await until(isRestored) };
});
await allowed('helper killed', async (desk) => {
  process.kill(helperPid(), 'SIGKILL');
  await desk.helperGone;
  const left = hasName();
  const again = await start(desk);
  await desk.tell({ do: 'apply', names: ['api'] });
  const replaced = hosts().includes('127.24.0.1 api\n') && !hasName();
  await desk.tell({ do: 'close' });
  return { left, again, replaced, restored: isRestored() };
});
await allowed('both killed', async (desk) => {
  process.kill(helperPid(), 'SIGKILL');
  await desk.end('SIGKILL');
  return { left: hasName() };
});
await allowed(
  'installed package',
  async (desk) => ({ prompt: desk.prompts[0], closed: await desk.tell({ do: 'close' }), restored: isRestored() }),
  WRAPPER,
);
const refusals = [[], ['relative'], ['/tmp/a', '--gpu-launcher=id']].map((words) => spawnSync(WRAPPER, words).status);
say('wrapper with other words', { refusals });

let typed = 0;
const line = await openCommandLine(() => {
  typed += 1;
  return PASSWORD;
});
const isOpen = await line.until(/2 ports open/);
const inFile = hasWebNames(hosts());
line.interrupt();
const code = await line.ended;
say('command line', { asked: typed, isOpen, inFile, code, restored: isRestored(), said: line.said() });
await line.close();

const answers = [undefined, PASSWORD];
let asked = 0;
const whole = await openWhole(() => answers[asked++]);
const waiting = { untouched: isRestored(), asked };
/** As for every prompt here: where it was missed, the user presses the button again. */
async function allow(state: 'dismissed' | 'kept', before = asked): Promise<object> {
  for (let tries = 1; ; tries += 1) {
    whole.app.send({ type: 'hostnames.allow' });
    await whole.until('asking');
    const { hostnames } = await whole.app.waitFor('an answer', (now) => now.hostnames.state !== 'asking');
    if (hostnames.state === state || asked > before || tries === 10)
      return { state: hostnames.state, how: hostnames.how };
  }
}
const dismissed = { ...(await allow('dismissed')), asked };
const kept = { ...(await allow('kept')), asked, written: hasWebNames(hosts()) };
whole.app.send({ type: 'hostnames.set', on: false });
await whole.until('off');
const off = isRestored();
whole.app.send({ type: 'hostnames.set', on: true });
await whole.until('kept', 3);
const again = { asked, written: hasWebNames(hosts()) };
whole.app.child.kill('SIGKILL');
say('whole app', { waiting, dismissed, kept, off, again, restored: await until(isRestored) });
await whole.close();
process.exit(0);
