import { canWriteHosts } from '../forwarding/privileges.ts';
import { createApi, withApi } from '../northflank/api.ts';
import { hostsPath } from '../system/hosts-others.ts';
import type { ForwardOrder } from './arguments.ts';
import { accountFor, readLogin } from './context.ts';
import { createHumanOutput, createJsonOutput, type Output } from './output.ts';
import { askForHelper } from './permission.ts';
import { serve, type ServeOptions } from './serve.ts';
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
  // Another file than the system's is no matter of rights that a prompt could give.
  const helper = privileges?.error && hostsFile === hostsPath ? await askForHelper(world, order, output) : undefined;
  if (privileges?.error && !helper) {
    output.warn(`${privileges.message} With --skipHostnames ports are forwarded by address, without more rights.`);
    return 1;
  }
  try {
    return await forwardWith({ order, world, output, hostsFile, helper });
  } finally {
    await helper?.close();
  }
}

async function forwardWith({
  order,
  world,
  output,
  ...names
}: Pick<ServeOptions, 'hostsFile' | 'helper'> & {
  readonly order: ForwardOrder;
  readonly world: World;
  readonly output: Output;
}): Promise<number> {
  const login = readLogin(world, order);
  const account = accountFor(login);
  const log = logTo(world, order.verbose);
  const found = await withApi(createApi({ ...account, log, userAgent: USER_AGENT }), (api) =>
    findTargets({ world, login, account, api }, order),
  );
  output.start(found.title);
  const isAll = order.what === 'all';
  return serve(world, output, { account, found, isAll, isVerbose: order.verbose, ...names });
}
