import type { KitEngine } from '../contract/kit.ts';
import type { Spot } from './command.ts';
import type { Login } from './login.ts';
import { quoteShell } from './quote.ts';
import { encodePart, formatHostPort, formatUserinfo, paramOf, withParam, type Uri } from './uri.ts';
import { withoutNameCheck } from './tls.ts';

const JDBC = { postgresql: 'postgresql', mysql: 'mysql' } as const;

/** User and password stand in the query, where both drivers look for them. */
export function jdbcOf(engine: KitEngine, login: Login, spot: Spot): string | undefined {
  if (engine !== 'postgresql' && engine !== 'mysql') return undefined;
  const mode = login.uri && paramOf(login.uri.params, engine === 'mysql' ? 'sslMode' : 'sslmode');
  const tls: Uri['params'] =
    engine === 'mysql'
      ? [['sslMode', mode ?? (login.tls ? 'REQUIRED' : 'PREFERRED')]]
      : mode === undefined && !login.tls
        ? []
        : [['sslmode', mode ?? 'require']];
  const said: Uri['params'] = [
    ...(login.user === undefined ? [] : [['user', encodePart(login.user)] as const]),
    ...(login.password === undefined ? [] : [['password', encodePart(login.password)] as const]),
    ...(spot.byName ? tls : withoutNameCheck(tls)),
  ];
  const query = said.map(([name, value]) => `${name}=${value ?? ''}`).join('&');
  const database = login.database === undefined ? '' : encodePart(login.database);
  return `jdbc:${JDBC[engine]}://${formatHostPort(spot)}/${database}${query === '' ? '' : `?${query}`}`;
}

/** TablePlus takes the URI with words of its own; without the password it asks for it. */
export function tablePlusOf(uri: Uri, login: Login, name: string, hasPassword: boolean): Uri {
  const { userinfo: _, ...rest } = uri;
  const userinfo = formatUserinfo(login.user, hasPassword ? login.password : undefined);
  let params = withParam(uri.params, 'name', encodePart(name));
  params = withParam(params, 'env', 'local');
  params = withParam(params, 'tLSMode', login.tls ? '2' : '0');
  return { ...rest, ...(userinfo !== undefined && { userinfo }), params };
}

const DBEAVER = { postgresql: 'postgresql', mysql: 'mysql' } as const;

/** DBeaver's arguments. Never with the password: arguments are seen by all, and DBeaver asks for it. */
export function dbeaverArguments(
  engine: KitEngine,
  login: Login,
  spot: Spot,
  name: string,
): readonly string[] | undefined {
  if (engine !== 'postgresql' && engine !== 'mysql') return undefined;
  const words: readonly (readonly [string, string | undefined])[] = [
    ['driver', DBEAVER[engine]],
    ['host', spot.host],
    ['port', String(spot.port)],
    ['database', login.database],
    ['user', login.user],
    ['name', name],
    ['savePassword', 'false'],
    ['connect', 'true'],
    ['save', 'false'],
  ];
  // The mark between words cannot stand in one.
  const said = words.flatMap(([key, value]) => (value === undefined || value.includes('|') ? [] : [`${key}=${value}`]));
  return ['-con', said.join('|')];
}

export const dbeaverCommand = (args: readonly string[]): string => ['dbeaver', ...args].map(quoteShell).join(' ');
