import type { LocalAddress } from '../../electron/contract/forward.ts';
import type { SessionState } from '../../electron/contract/session.ts';
import type { Platform } from '../platform/start.ts';
import { credentialsOf } from './rest.ts';

/** Ready lines to paste into a terminal, one per kind of forward that is live, and one that asks the app itself. */
export async function tryCommands(
  state: SessionState,
  { platform, folder }: { readonly platform: Platform; readonly folder: string },
): Promise<string> {
  const live = Object.values(state.forwards).flatMap(({ id, target, tunnels }) =>
    Object.values(tunnels).flatMap(({ port, status }) =>
      status.kind === 'open' ? [{ type: state.resources[id]?.type, target, port, address: status.address }] : [],
    ),
  );
  const lines: string[] = [];
  for (const { type, target, port, address } of live) {
    const place = `${address.host}:${address.port}`;
    if (port.protocol === 'HTTP' && port.name === 'http') lines.push(`curl http://${place}/json`);
    else if (port.protocol === 'UDP') lines.push(`echo 'demo.clicks:1|c' | nc -u -w1 ${address.host} ${address.port}`);
    else if (target.kind === 'addon') {
      const { secrets, envs } = await credentialsOf(platform, target.projectId, target.resourceId);
      const line = clientCommand(type, address, { ...secrets, ...envs });
      if (line) lines.push(line);
    }
  }
  lines.push(`PORTSIDE_DATA=${folder} out/cli/portside.js status`);
  return ['Try:', ...lines.map((line) => `  ${line}`)].join('\n');
}

function clientCommand(
  type: string | undefined,
  { host, port }: LocalAddress,
  values: Readonly<Record<string, string>>,
): string | undefined {
  const { USERNAME: user = '', PASSWORD: password = '', DATABASE: database = '' } = values;
  if (type === 'postgresql') return `psql 'postgresql://${user}:${password}@${host}:${port}/${database}'`;
  if (type === 'redis') return `redis-cli -h ${host} -p ${port} -a '${password}' ping`;
  if (type === 'mysql') return `mariadb -h ${host} -P ${port} -u ${user} -p'${password}' ${database}`;
  return undefined;
}
