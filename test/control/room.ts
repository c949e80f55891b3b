import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { silentLog } from '../../electron/base/log.ts';
import type { Scope } from '../../electron/contract/control.ts';
import { emptySession } from '../../electron/contract/session.ts';
import { visitApp, type ControlClient, type Visit } from '../../electron/control/client.ts';
import { openControl } from '../../electron/control/server.ts';
import { createCommands, type Deeds } from '../../electron/session/commands.ts';
import { createStore } from '../../electron/session/store.ts';
import { makeAccount, makeProject, makeResource, makeTarget } from '../support/builders.ts';

export const web = makeResource(makeTarget('web'));

/** The app's local control with the app's own store and commands, in a folder of its own; no window and no engine. */
export function openRoom(directory = mkdtempSync(join(tmpdir(), 'portside-control-'))) {
  const store = createStore(emptySession);
  store.dispatch({ type: 'account-added', account: makeAccount() });
  store.dispatch({
    type: 'catalog-loaded',
    accountId: 'acc',
    readAt: 1,
    projects: [makeProject('shop')],
    resources: [web],
  });
  let saved: Record<string, unknown> = {};
  const shown: string[] = [];
  const deeds = new Proxy({} as Deeds, { get: (_, name) => () => void shown.push(String(name)) });
  const open = () =>
    openControl({
      directory,
      disk: { read: async () => saved, write: async (content) => void (saved = content) },
      version: '9.9.9',
      read: store.read,
      subscribe: store.subscribe,
      dispatch: store.dispatch,
      perform: createCommands({ dispatch: store.dispatch, read: store.read, deeds }),
      environment: async (forward) => ({ FORWARD: forward }),
      text: async (tunnelId, format) => `${format} of ${tunnelId}`,
      showWindow: () => void shown.push('window'),
      log: silentLog,
    });
  let control = open();
  const clients: ControlClient[] = [];

  /** Resolves when the state has what is looked for. */
  const until = (look: () => boolean) =>
    new Promise<void>((resolve) => {
      if (look()) {
        resolve();
        return;
      }
      const stop = store.subscribe(() => {
        if (!look()) return;
        stop();
        resolve();
      });
    });

  const visit = async (scopes: readonly Scope[], change: Partial<Visit> = {}): Promise<ControlClient> => {
    const client = await visitApp({
      directory,
      name: 'test',
      scopes,
      onWaiting: () => {},
      onToken: () => {},
      signal: new AbortController().signal,
      ...change,
    });
    clients.push(client);
    return client;
  };

  return {
    directory,
    store,
    shown,
    until,
    visit,
    control: () => control,
    saved: () => saved,
    requests: () => Object.values(store.read().control.requests),
    /** A visit that the user allows; with the token it was given. */
    async welcome(scopes: readonly Scope[], name = 'test') {
      let token = '';
      const coming = visit(scopes, { name, onToken: (given) => void (token = given) });
      await until(() => Object.keys(store.read().control.requests).length > 0);
      const [request] = Object.values(store.read().control.requests);
      control.answer(request?.id ?? '', scopes);
      return { client: await coming, token };
    },
    async restart() {
      await control.close();
      control = open();
    },
    async close() {
      for (const client of clients) client.close();
      await Promise.all(clients.map(({ ended }) => ended));
      await control.close();
      rmSync(directory, { recursive: true, force: true });
    },
  };
}
export type Room = ReturnType<typeof openRoom>;
