import { once } from 'node:events';
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { connect as connectTo, createServer, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openLines, type Lines } from '../../electron/system/elevation-lines.ts';
import { parseAnswer, prove } from '../../electron/system/elevation-plan.ts';
import { createDeeds, type DeedParts } from '../../electron/system/helper-deeds.ts';
import type { HelperPlaces } from '../../electron/system/helper-places.ts';
import { openRelays } from '../../electron/system/helper-relays.ts';
import { serveHelper, type SessionEnd } from '../../electron/system/helper-session.ts';
import { OWN } from './hosts-own.ts';

export const SECRET = 'c0'.repeat(32);
export const HOSTS = '127.0.0.1\tlocalhost\n10.0.0.5   printer # mine\n';

type HelperRoom = {
  readonly places: HelperPlaces;
  readonly read: () => Promise<string>;
  readonly write: (text: string) => Promise<void>;
  /** What the helper noted, without times. */
  readonly notes: string[];
  /** A session with the greeting done. */
  readonly connect: (parts?: Partial<DeedParts> & { readonly now?: () => number }) => Promise<Connected>;
  /** A session before the greeting. */
  readonly serve: (parts?: Partial<DeedParts> & { readonly now?: () => number }) => Promise<Served>;
};

export type Served = {
  /** The app's end of the channel. */
  readonly app: Socket;
  readonly end: Promise<SessionEnd>;
};

export type Connected = Served & {
  readonly send: (text: string) => void;
  /** The next line of the helper; undefined once it has ended. */
  readonly answer: () => Promise<unknown>;
};

/** A hosts file and a folder for the helper's own, gone afterwards. */
export async function withHelperRoom(
  act: (room: HelperRoom) => Promise<void>,
  platform: NodeJS.Platform = 'linux',
): Promise<void> {
  const base = await mkdtemp(join(tmpdir(), 'portside-helper-'));
  const hostsFile = join(base, 'etc/hosts');
  await mkdir(join(base, 'etc'));
  await writeFile(hostsFile, HOSTS, 'latin1');
  const places = { platform, hostsFile, stateDirectory: join(base, 'state'), systemDirectory: base };
  const notes: string[] = [];
  const audit = (what: string) => void notes.push(what);

  // Both ends of one connection: the app listens, the helper connects.
  const server = createServer();
  const path = join(base, 'channel');
  await new Promise<void>((resolve) => {
    server.listen(path, resolve);
  });

  const serve: HelperRoom['serve'] = async ({ now, relays, ...parts } = {}) => {
    const come = once(server, 'connection') as Promise<[Socket]>;
    const channel = connectTo(path);
    const [app] = await come;
    app.on('error', () => {});
    const deeds = createDeeds({
      places,
      audit,
      owner: OWN.owner,
      relays: relays ?? openRelays({ platform, audit, askedBy: process.getuid?.() }),
      ...parts,
    });
    return { app, end: serveHelper({ channel, secret: SECRET, deeds, audit, ...(now && { now }) }) };
  };

  const connect: HelperRoom['connect'] = async (parts) => {
    const served = await serve(parts);
    const waiting: ((line: string | undefined) => void)[] = [];
    const come: string[] = [];
    const lines: Lines = openLines(served.app, {
      bytes: 1 << 20,
      onLine: (line) => {
        const next = waiting.shift();
        if (next) next(line);
        else come.push(line);
      },
      onEnd: () => {
        for (const next of waiting) next(undefined);
      },
    });
    const line = () =>
      new Promise<string | undefined>((resolve) => {
        const first = come.shift();
        if (first !== undefined) resolve(first);
        else if (served.app.destroyed) resolve(undefined);
        else waiting.push(resolve);
      });
    const nonce = 'ab'.repeat(32);
    lines.send({ portside: 1, nonce });
    const said = parseAnswer((await line()) ?? '');
    lines.send({ proof: prove(SECRET, 'app', [nonce, said?.nonce ?? '']) });
    return {
      ...served,
      send: (text) => void served.app.write(`${text}\n`),
      answer: async () => {
        const text = await line();
        return text === undefined ? undefined : (JSON.parse(text) as unknown);
      },
    };
  };

  try {
    await act({
      places,
      notes,
      serve,
      connect,
      read: () => readFile(hostsFile, 'latin1'),
      write: (text) => writeFile(hostsFile, text, 'latin1'),
    });
  } finally {
    server.close();
    await rm(base, { recursive: true, force: true });
  }
}
