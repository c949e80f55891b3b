import { keepOutOfLogs } from '../base/log.ts';
import type { Scope } from '../contract/control.ts';
import { visitApp, type ControlClient } from '../control/client.ts';
import type { ForwardReport, Report, ResourceReport } from '../control/report.ts';
import { appDirectory, openTokens } from './app-places.ts';
import type { World } from './world.ts';

const CLI_NAME = 'portside command line';

/** The running app, with what it says typed. Rejects with `NotRunning` or a `Refusal`. */
export async function openApp(world: World, scopes: readonly Scope[], name = CLI_NAME) {
  const directory = appDirectory(world);
  const tokens = openTokens(world);
  const client: ControlClient = await visitApp({
    directory,
    name,
    scopes,
    token: tokens.of(directory, name),
    onWaiting: () => void world.stderr.write('Waiting for your answer in the window of Portside…\n'),
    onToken: (token) => {
      keepOutOfLogs(token);
      tokens.keep(directory, name, token);
    },
    signal: world.signal,
  });
  return {
    ...client,
    status: async () => (await client.call({ call: 'status' })) as Report,
    list: async () => (await client.call({ call: 'list' })) as readonly ResourceReport[],
    watch: async () => (await client.call({ call: 'watch' })) as Report,
  };
}
export type App = Awaited<ReturnType<typeof openApp>>;

const hasSettled = ({ state }: ForwardReport) => state === 'live' || state === 'failed' || state === 'partial';

/**
 * Resolves with these forwards once each is live or has failed, or with what there is after `withinMs`: one that tries again
 * may do so for ever.
 */
export async function untilSettled(
  app: App,
  ids: readonly string[],
  { withinMs, signal }: { readonly withinMs: number; readonly signal: AbortSignal },
): Promise<readonly ForwardReport[]> {
  let last: readonly ForwardReport[] = [];
  return new Promise((resolve, reject) => {
    const leave = () => {
      clearTimeout(timer);
      reject(signal.reason as Error);
    };
    const timer = setTimeout(() => finish(), withinMs);
    const finish = () => {
      clearTimeout(timer);
      signal.removeEventListener('abort', leave);
      resolve(last);
    };
    const look = ({ forwards }: Report) => {
      last = ids.flatMap((id) => forwards.filter((forward) => forward.id === id));
      if (last.length === ids.length && last.every(hasSettled)) finish();
    };
    signal.addEventListener('abort', leave);
    app.onStatus(look);
    app.watch().then(look, (error: unknown) => {
      clearTimeout(timer);
      signal.removeEventListener('abort', leave);
      reject(error);
    });
  });
}
