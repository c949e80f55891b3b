import { McpServer } from '@modelcontextprotocol/sdk/server/mcp.js';
import { StdioServerTransport } from '@modelcontextprotocol/sdk/server/stdio.js';
import { z } from 'zod';
import { SCOPES, type Scope } from '../contract/control.ts';
import { findForwards } from './app-names.ts';
import { openApp, untilSettled, type App } from './app-visit.ts';
import { environmentOf } from './run-kit.ts';
import { SETTLE_MS } from './run-toggle.ts';
import type { World } from './world.ts';

const NAME = 'agent (MCP)';
const names = z.array(z.string().min(1).max(500)).min(1).max(100);
const HOW = 'Names: `<resource>`, `<project>/<resource>`, or the name of a profile.';

const answer = (value: unknown) => ({ content: [{ type: 'text' as const, text: JSON.stringify(value, null, 2) }] });

/**
 * The running app as tools for an agent, over stdio. It may read when the user has let it in; what changes something, or
 * hands out secrets, is asked for when it is first used, and stays refused if the user says so. Production is never switched
 * on from here without the user's own click in the window.
 */
export async function runMcp(world: World, version: string): Promise<number> {
  const server = new McpServer(
    { name: 'portside', version },
    { instructions: `Port forwarding of Northflank. ${HOW}` },
  );
  let app: App | undefined;
  let held: readonly Scope[] = [];

  const appFor = async (scope: Scope): Promise<App> => {
    if (app && !app.hasEnded() && held.includes(scope)) return app;
    app?.close();
    app = undefined;
    const scopes = SCOPES.filter((each) => each === 'read' || each === scope || held.includes(each));
    const opened = await openApp(world, scopes, NAME);
    held = opened.scopes();
    app = opened;
    return opened;
  };
  const find = async (from: App, wanted: readonly string[]) =>
    findForwards(wanted, { list: await from.list(), status: await from.status() });

  server.registerTool(
    'list_resources',
    {
      description: 'Services and addons that can be forwarded, with their projects.',
      annotations: { readOnlyHint: true },
    },
    async () => answer(await (await appFor('read')).list()),
  );
  server.registerTool(
    'status',
    {
      description: 'Forwards with their state and local addresses, and profiles.',
      annotations: { readOnlyHint: true },
    },
    async () => answer(await (await appFor('read')).status()),
  );
  server.registerTool(
    'forward',
    {
      description: `Switches forwards on and waits until each is live or has failed. ${HOW}`,
      inputSchema: { names },
      annotations: { readOnlyHint: false, destructiveHint: false, idempotentHint: true },
    },
    async (input) => {
      const to = await appFor('toggle');
      const ids = (await find(to, input.names)).map(({ id }) => id);
      await to.call({ call: 'set', ids, on: true });
      return answer(await untilSettled(to, ids, { withinMs: SETTLE_MS, signal: world.signal }));
    },
  );
  server.registerTool(
    'stop',
    {
      description: `Switches forwards off. ${HOW}`,
      inputSchema: { names },
      annotations: { readOnlyHint: false, destructiveHint: true, idempotentHint: true },
    },
    async (input) => {
      const to = await appFor('toggle');
      const ids = (await find(to, input.names)).map(({ id }) => id);
      await to.call({ call: 'set', ids, on: false });
      return answer({ stopped: ids });
    },
  );
  server.registerTool(
    'environment',
    {
      description: `Variables and connection strings of forwards, with passwords, for programs on this computer. ${HOW}`,
      inputSchema: { names },
      annotations: { readOnlyHint: true },
    },
    async (input) => {
      const from = await appFor('secrets');
      return answer(await environmentOf(from, await find(from, input.names), () => {}));
    },
  );

  const ended = new Promise<void>((resolve) => {
    // The library has this one place for it, and no event target.
    // oxlint-disable-next-line unicorn/prefer-add-event-listener
    server.server.onclose = resolve;
    world.signal.addEventListener('abort', () => void server.close());
    world.stdin.on('end', () => void server.close());
  });
  await server.connect(new StdioServerTransport(world.stdin, world.stdout));
  await ended;
  app?.close();
  return 0;
}
