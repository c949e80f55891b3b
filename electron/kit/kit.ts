import { formatHostPort, formatUri, type Uri } from './uri.ts';
import { resourceName } from '../contract/catalog.ts';
import type { Forward, Tunnel } from '../contract/forward.ts';
import { findKit, type KitEngine, type KitRole, type KitState, roleOf } from '../contract/kit.ts';
import type { KitFormat } from '../contract/kit-formats.ts';
import { dbeaverArguments, dbeaverCommand, jdbcOf, tablePlusOf } from './clients.ts';
import { commandOf, rabbitmqadmin, type Spot } from './command.ts';
import { isExternal, pick, plainKey, type Values } from './keys.ts';
import { loginOf, type Login, uriOf } from './login.ts';
import { rewriteMongo } from './mongo.ts';
import { originAlone, originsBeside, ownPlace } from './places.ts';
import { type Program, renderProgram } from './program.ts';
import { rewriteValues } from './rewrite.ts';
import { type EnvSyntax, renderValues } from './syntaxes.ts';
import { withoutNameCheck } from './tls.ts';

/** One port, where it is on this computer, and what the platform says of its resource. */
export type Kit = {
  readonly state: KitState;
  readonly forward: Forward;
  readonly tunnel: Tunnel;
  readonly role: KitRole;
  readonly spot: Spot;
  readonly values: Values;
  /** Not all variables could be read. */
  readonly isPartial: boolean;
};

/** Undefined where the port has no address on this computer. */
export function kitOf(state: KitState, tunnelId: string, values: Values, isPartial = false): Kit | undefined {
  const found = findKit(state, tunnelId);
  const spot = found && ownPlace(state, found.tunnel);
  if (!found || !spot) return undefined;
  return { state, ...found, role: roleOf(state, found.forward, found.tunnel), spot, values, isPartial };
}

/** Hosts that the addon's own credentials name, all but the public ones. */
function ownNames(values: Values): readonly string[] {
  return [...values].flatMap(([key, value]) =>
    !isExternal(key) && plainKey(key).includes('HOST') && /^[a-z0-9.-]+$/i.test(value) ? [value] : [],
  );
}

type Engine = { readonly engine: KitEngine; readonly login: Login; readonly uri: Uri };

function engineOf({ state, forward, tunnel, role, spot, values }: Kit): Engine | undefined {
  if (role.kind !== 'engine') return undefined;
  const { engine } = role;
  const login = loginOf(engine, values);
  const own: Uri['hosts'] = [{ host: spot.host, port: spot.port }];
  if (engine === 'mongodb' && login.uri) {
    const whole = uriOf(engine, login, login.uri.hosts);
    const uri = rewriteMongo(whole, originAlone(state, forward.id, ownNames(values)), tunnel);
    if (uri) return { engine, login, uri };
  }
  const uri = uriOf(engine, login, own);
  return { engine, login, uri: spot.byName ? uri : { ...uri, params: withoutNameCheck(uri.params) } };
}

/** The values for programs on this computer. An addon's public addresses are left out. */
export function rewrittenValues({ state, forward, tunnel, values }: Kit): { values: Values; missing: string[] } {
  const missing = new Set<string>();
  const isAddon = forward.target.kind === 'addon';
  const kept = isAddon ? new Map([...values].filter(([key]) => !isExternal(key))) : values;
  const origins = isAddon ? originAlone(state, forward.id, ownNames(values)) : originsBeside(state, forward.id);
  const ground = {
    origins,
    ...(isAddon && { chosen: tunnel, isOwn: true }),
    onMissing: (host: string) => missing.add(host.toLowerCase()),
  };
  return { values: rewriteValues(kept, ground), missing: [...missing] };
}

/** Comments of an environment; they hold names and no value of a secret. */
function notesOf({ forward, isPartial, spot }: Kit, missing: readonly string[], syntax: EnvSyntax): string[] {
  const { resourceId } = forward.target;
  return [
    `${resourceId} by Portside, for programs on this computer`,
    ...(syntax === 'env-file' || syntax === 'compose'
      ? [`A container reaches ${spot.host} only in the network of this computer, network_mode: host.`]
      : []),
    ...(isPartial
      ? ['The token may not read the environment of the service itself, this is what its secret groups give.']
      : []),
    ...(missing.length > 0 ? [`Not forwarded, so not reachable from here: ${missing.join(', ')}`] : []),
  ];
}

export function renderEnv(kit: Kit, syntax: EnvSyntax): string {
  const { values, missing } = rewrittenValues(kit);
  return renderValues(values, syntax, notesOf(kit, missing, syntax));
}

const isTlsManagement = ({ values, tunnel }: Kit) =>
  /^https:/i.test(pick(values, 'MANAGEMENT_ENDPOINT') ?? '') || tunnel.port.number === 15_671;

/** The program that talks to the port, for a shell or a terminal. */
export function programOf(kit: Kit): Program | undefined {
  const { role, spot, values } = kit;
  if (role.kind === 'web') return { env: {}, argv: ['curl', `http://${formatHostPort(spot)}/`] };
  if (role.kind === 'management') return rabbitmqadmin(spot, loginOf('rabbitmq', values), isTlsManagement(kit));
  const asked = engineOf(kit);
  return asked && commandOf(asked.engine, { spot, login: asked.login, uri: asked.uri });
}

function urlOf(kit: Kit): string | undefined {
  const at = `${formatHostPort(kit.spot)}/`;
  if (kit.role.kind === 'web') return `http://${at}`;
  if (kit.role.kind === 'management') return `${isTlsManagement(kit) ? 'https' : 'http'}://${at}`;
  const asked = engineOf(kit);
  return asked && formatUri(asked.uri);
}

const nameOf = ({ state, forward }: Kit) => resourceName(state.resources[forward.id], forward.id);

/** For TablePlus itself: with the password only where no other user can see it. */
export function tablePlusUrl(kit: Kit, hasPassword: boolean): string | undefined {
  const asked = engineOf(kit);
  return asked && formatUri(tablePlusOf(asked.uri, asked.login, nameOf(kit), hasPassword));
}

export function dbeaverArgumentsOf(kit: Kit): readonly string[] | undefined {
  const asked = engineOf(kit);
  return asked && dbeaverArguments(asked.engine, asked.login, kit.spot, nameOf(kit));
}

export function passwordOf({ role, values }: Kit): string | undefined {
  if (role.kind === 'management') return loginOf('rabbitmq', values).password;
  return role.kind === 'engine' ? loginOf(role.engine, values).password : undefined;
}

/** The text to copy; undefined where the credentials do not give it. */
export function renderKit(kit: Kit, format: KitFormat): string | undefined {
  switch (format) {
    case 'uri':
      return urlOf(kit);
    case 'host-port':
      return formatHostPort(kit.spot);
    case 'password':
      return passwordOf(kit);
    case 'command': {
      const program = programOf(kit);
      return program && renderProgram(program);
    }
    case 'jdbc': {
      const asked = engineOf(kit);
      return asked && jdbcOf(asked.engine, asked.login, kit.spot);
    }
    case 'tableplus':
      return tablePlusUrl(kit, true);
    case 'dbeaver': {
      const args = dbeaverArgumentsOf(kit);
      return args && dbeaverCommand(args);
    }
    case 'dotenv':
    case 'export':
    case 'env-file':
    case 'compose':
      return renderEnv(kit, format);
  }
}
