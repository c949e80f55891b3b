import { startBus } from '../../build/desktop.ts';
import { openBus } from './tray-panel-bus.ts';

const NAME = 'org.freedesktop.login1';
const PATH = '/org/freedesktop/login1';
const MANAGER = `${NAME}.Manager`;

export type LoginManager = {
  /** Address of the bus that is the system's for the app. */
  readonly busAddress: string;
  readonly sleep: () => void;
  readonly wake: () => void;
  readonly shutDown: () => void;
  /** Resolves when the app has asked to be told of sleep. */
  readonly heeded: Promise<void>;
  readonly close: () => Promise<void>;
};

/** Acts as logind on a system bus of its own: says that the computer sleeps, wakes and shuts down. */
export async function openLoginManager(): Promise<LoginManager> {
  const env: NodeJS.ProcessEnv = { ...process.env };
  const daemon = await startBus(env);
  const busAddress = env['DBUS_SESSION_BUS_ADDRESS'] ?? '';
  const bus = await openBus(busAddress);
  let heed = (): void => {};
  const heeded = new Promise<void>((resolve) => {
    heed = resolve;
  });
  // It may not delay anything here, but by asking for it the app shows that it listens.
  bus.serve((call) => {
    if (call.path === PATH && call.member === 'Inhibit') heed();
    return undefined;
  });
  await bus.own(NAME);
  const tell = (member: string, begins: boolean) => bus.signal(PATH, MANAGER, member, begins);
  return {
    busAddress,
    sleep: () => tell('PrepareForSleep', true),
    wake: () => tell('PrepareForSleep', false),
    shutDown: () => tell('PrepareForShutdown', true),
    heeded,
    close: async () => {
      bus.close();
      const gone = new Promise((resolve) => {
        daemon.once('close', resolve);
      });
      daemon.kill('SIGKILL');
      await gone;
    },
  };
}
