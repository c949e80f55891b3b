import { chmod, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { createSecureServer } from 'node:http2';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { createLogins } from './api/login.ts';
import { createRateLimit } from './api/rate-limit.ts';
import { serveRequest } from './api/server.ts';
import { createAuthority } from './certificates.ts';
import { createOperations } from './control/operations.ts';
import { type ControlAddress, openControlServer } from './control/server.ts';
import { createRules } from './faults/rules.ts';
import { openFront } from './front.ts';
import { createGateway } from './gateway/upgrade.ts';
import type { Parts } from './parts.ts';
import type { Topology, WorkloadName } from './spec.ts';
import { allWorkloads, missingPrograms, openers } from './workloads/all.ts';
import { createWorkloads } from './workloads/registry.ts';
import { reachableTemp } from './workloads/unprivileged.ts';
import { createJournal } from './world/journal.ts';
import { createTokens } from './world/tokens.ts';
import { createWorld } from './world/world.ts';

/** All of it can be written as JSON: it is handed to another process. */
export type PlatformOptions = {
  /** A file that exports `topology`, or a JSON file. */
  readonly topology?: string;
  /** Only these answer; ports of the others refuse connections. */
  readonly workloads?: readonly WorkloadName[];
  /** A free one if absent. */
  readonly port?: number;
  /** `lazy`: a workload starts at the first connection. `eager`: all that run are up before the platform is ready. */
  readonly start?: 'lazy' | 'eager';
};

export type PlatformFacts = {
  /** `https://localhost:<port>`, for API and gateway. */
  readonly url: string;
  /** Certificate authority, PEM. */
  readonly ca: string;
  readonly caFile: string;
  readonly tokens: {
    readonly team: string;
    readonly org: string;
    /** May list, but neither forward nor read credentials. */
    readonly readOnly: string;
  };
  readonly control: ControlAddress;
  /** Workloads without a program on this machine; their addons are in state `failed`. */
  readonly missing: readonly WorkloadName[];
  readonly tempDir: string;
};

type OpenPlatform = { readonly facts: PlatformFacts; readonly close: () => Promise<void> };

export async function openPlatform(options: PlatformOptions): Promise<OpenPlatform> {
  const topology = await loadTopology(options.topology);
  const tempDir = await mkdtemp(join(await reachableTemp(), 'demo-platform-'));
  try {
    return await openIn(tempDir, topology, options);
  } catch (error) {
    await rm(tempDir, { recursive: true, force: true });
    throw error;
  }
}

async function openIn(tempDir: string, topology: Topology, options: PlatformOptions): Promise<OpenPlatform> {
  const authority = await createAuthority();
  // Workloads run as another user where this one is root; they must be able to pass through.
  await chmod(tempDir, 0o711);
  const caFile = join(tempDir, 'ca.pem');
  await writeFile(caFile, authority.ca);

  const world = createWorld(topology);
  const tokens = createTokens(topology);
  const journal = createJournal();
  const missing = await missingPrograms();
  failMissing(world, missing);
  const allowed = new Set(options.workloads ?? allWorkloads);
  const workloads = createWorkloads(openers, allowed, { authority, tempDir });
  const gateway = createGateway();

  const { cert, key } = await authority.issue(['localhost', '127.0.0.1', '::1']);
  // As most that stand before an API today: HTTP/2 for those who offer it.
  const server = createSecureServer({ cert, key, allowHTTP1: true });
  const front = await openFront(options.port ?? 0, (socket) => server.emit('connection', socket));
  const authorityName = `localhost:${front.port}`;
  const url = `https://${authorityName}`;

  const logins = createLogins({ tokens, journal, baseUrl: () => url });
  const rules = createRules();
  const rateLimit = createRateLimit();
  const parts: Parts = {
    world,
    tokens,
    journal,
    rules,
    rateLimit,
    authority,
    workloads,
    logins,
    gateway,
    front,
    missing,
    authorityName,
  };

  server.on('request', (request: IncomingMessage, response: ServerResponse) => {
    serveRequest(parts, request, response).catch((error: unknown) => {
      console.error('demo platform:', error);
      if (!response.headersSent) response.writeHead(500);
      response.end();
    });
  });
  server.on('upgrade', (request, socket, head) => {
    gateway.upgrade(parts, request, socket, head).catch((error: unknown) => {
      console.error('demo platform:', error);
      socket.destroy();
    });
  });
  world.onPodsGone((live, pods) => {
    for (const pod of pods) {
      gateway.drop({ pod: pod.name, path: `/${live.project.id}/${live.kind}s/${live.id}/` }, 'close-1011');
    }
    workloads.podsGone(live, pods);
  });

  const control = await openControlServer(createOperations(parts));
  if (options.start === 'eager') await startAll(parts);

  return {
    facts: {
      url,
      ca: authority.ca,
      caFile,
      tokens: {
        team: tokens.issue({ name: 'laptop' }),
        org: tokens.issue({ scope: 'org', name: 'organisation' }),
        readOnly: tokens.issue({ name: 'reader', deny: ['forward', 'credentials', 'secrets', 'update'] }),
      },
      control: control.address,
      missing,
      tempDir,
    },
    async close() {
      journal.close();
      await Promise.all([control.close(), front.close()]);
      await workloads.close();
      await rm(tempDir, { recursive: true, force: true });
    },
  };
}

async function loadTopology(path: string | undefined): Promise<Topology> {
  if (path?.endsWith('.json')) {
    return JSON.parse(await readFile(path, 'utf8')) as Topology;
  }
  const url = path === undefined ? new URL('topology.ts', import.meta.url) : pathToFileURL(path);
  return ((await import(url.href)) as { topology: Topology }).topology;
}

function failMissing(world: Parts['world'], missing: readonly WorkloadName[]): void {
  for (const team of world.topology.teams) {
    for (const live of world.projects(team.id).flatMap((project) => project.resources)) {
      const lacking = live.spec.ports.find((port) => missing.includes(port.workload));
      if (lacking) world.setState(live, 'failed', `${lacking.workload} is not installed on this machine`);
    }
  }
}

async function startAll({ world, workloads }: Parts): Promise<void> {
  const starts = world.topology.teams
    .flatMap((team) => world.projects(team.id))
    .flatMap((project) => project.resources)
    .flatMap((live) => live.pods.flatMap((pod) => live.spec.ports.map((port) => ({ live, pod, port }))))
    .filter(({ port }) => port.workload !== 'closed')
    // One that cannot start answers 502 when it is needed; the rest is worth having.
    .map(async ({ live, pod, port }) => await workloads.reach(live, pod, port).catch(() => undefined));
  await Promise.all(starts);
}
