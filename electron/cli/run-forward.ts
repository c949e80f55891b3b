import { canWriteHosts } from '../forwarding/privileges.ts';
import { createApi, withApi } from '../northflank/api.ts';
import { hostsPath } from '../system/hosts-others.ts';
import type { ForwardOrder } from './arguments.ts';
import { accountFor, readLogin } from './context.ts';
import { createHumanOutput, createJsonOutput } from './output.ts';
import { serve } from './serve.ts';
import { findTargets } from './targets.ts';
import { logTo, USER_AGENT, type World } from './world.ts';

/**
 * Forwards until the signal ends it. Resolves with the exit code, when every port is free and every name gone. Rejects
 * with a `UsageError`, or with a `Failure` where the platform cannot be asked what there is.
 */
export async function runForward(order: ForwardOrder, world: World): Promise<number> {
  const withNames = !order.skipHostnames;
  const output = order.json ? createJsonOutput(world) : createHumanOutput(world, { quiet: order.quiet, withNames });
  const hostsFile = withNames ? world.env['PORTSIDE_HOSTS_FILE'] || hostsPath : undefined;
  const privileges = hostsFile === undefined ? undefined : canWriteHosts(hostsFile);
  if (privileges?.error) {
    output.warn(`${privileges.message} With --skipHostnames ports are forwarded by address, without more rights.`);
    return 1;
  }
  const login = readLogin(world, order);
  const account = accountFor(login);
  const log = logTo(world, order.verbose);
  const found = await withApi(createApi({ ...account, log, userAgent: USER_AGENT }), (api) =>
    findTargets({ world, login, account, api }, order),
  );
  output.start(found.title);
  const isAll = order.what === 'all';
  return serve(world, output, { account, found, isAll, hostsFile, isVerbose: order.verbose });
}
