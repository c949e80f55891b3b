import type { KitFormat } from '../contract/kit-formats.ts';
import type { Environment } from '../control/protocol.ts';
import type { PortReport } from '../control/report.ts';
import { renderValues } from '../kit/syntaxes.ts';
import type { AppOrder } from './app-arguments.ts';
import { findForwards, findResource } from './app-names.ts';
import { openApp, type App } from './app-visit.ts';
import { UsageError } from './usage-error.ts';
import type { World } from './world.ts';

async function portOf(app: App, name: string, port: number | undefined): Promise<PortReport> {
  const { id } = findResource(name, await app.list());
  const { forwards } = await app.status();
  const ports = forwards.find((forward) => forward.id === id)?.ports.filter(({ address }) => address !== undefined);
  const found = port === undefined ? ports?.[0] : ports?.find(({ portRemote }) => portRemote === port);
  if (found) return found;
  const which = port === undefined ? 'no port' : `no port ${port}`;
  throw new UsageError(`${name} has ${which} on this computer now. Switch it on with: portside up ${name}`);
}

/** On the clipboard, or on stdout. */
export async function runCopy(order: Extract<AppOrder, { command: 'copy' | 'url' }>, world: World): Promise<number> {
  const format: KitFormat = order.format ?? (order.command === 'url' ? 'uri' : 'host-port');
  const app = await openApp(world, format === 'host-port' ? ['read'] : ['read', 'secrets']);
  try {
    const { tunnelId } = await portOf(app, order.name, order.port);
    if (order.command === 'copy') await app.call({ call: 'copy', tunnelId, format });
    else world.stdout.write(`${String(await app.call({ call: 'text', tunnelId, format }))}\n`);
    return 0;
  } finally {
    app.close();
  }
}

/** The variables of these forwards, those of the last where they say different things. */
export async function environmentOf(
  app: App,
  forwards: readonly { readonly id: string; readonly resource: string }[],
  onConflict: (name: string, resource: string) => void,
): Promise<Environment> {
  const all: Record<string, string> = {};
  for (const { id, resource } of forwards) {
    const values = (await app.call({ call: 'environment', forward: id })) as Environment;
    for (const [name, value] of Object.entries(values)) {
      if (Object.hasOwn(all, name) && all[name] !== value) onConflict(name, resource);
      all[name] = value;
    }
  }
  return all;
}

export const tellConflict = (world: World) => (name: string, resource: string) =>
  void world.stderr.write(`${name} is said by several; that of ${resource} counts.\n`);

export async function runEnv(order: Extract<AppOrder, { command: 'env' }>, world: World): Promise<number> {
  const app = await openApp(world, ['read', 'secrets']);
  try {
    const forwards = findForwards(order.names, { list: await app.list(), status: await app.status() });
    const values = await environmentOf(app, forwards, tellConflict(world));
    world.stdout.write(renderValues(new Map(Object.entries(values)), order.syntax));
    return 0;
  } finally {
    app.close();
  }
}
