import * as account from './account.ts';
import * as addons from './addons.ts';
import type { Answer } from './answer.ts';
import * as info from './info.ts';
import * as projects from './projects.ts';
import type { Call } from './scope.ts';
import * as secrets from './secrets.ts';
import * as services from './services.ts';

type Handler = (call: Call) => Answer;
export type Route = { readonly method: string; readonly pattern: RegExp; readonly handle: Handler };

/** `:name` matches one path segment; every path in front of which `~` stands also exists below `/teams/:team`. */
function route(method: string, template: string, handle: Handler): Route {
  const source = template.replace('~', '(?:/teams/:team)?').replaceAll(/:(\w+)/g, '(?<$1>[^/]+)');
  return { method, pattern: new RegExp(`^/v1${source}$`), handle };
}

const PROJECT = '~/projects/:project';
const SERVICE = `${PROJECT}/services/:id`;
const ADDON = `${PROJECT}/addons/:id`;
const SECRET = `${PROJECT}/secrets/:id`;

export const routes: readonly Route[] = [
  route('GET', '/auth', account.auth),
  route('GET', '/login', account.login),
  route('GET', '/teams', account.teams),
  route('GET', '/teams/:team', account.team),
  route('GET', '~/dns-id', account.dnsId),
  route('GET', '/addon-types', addons.addonTypes),
  route('GET', '~/secrets', secrets.globalSecrets),
  route('GET', '~/projects', projects.projects),
  route('GET', PROJECT, projects.project),
  route('GET', `${PROJECT}/services`, services.services),
  route('GET', SERVICE, services.service),
  route('GET', `${SERVICE}/ports`, services.ports),
  route('GET', `${SERVICE}/deployment`, services.deployment),
  route('GET', `${SERVICE}/containers`, services.containers('service')),
  route('GET', `${SERVICE}/runtime-environment`, secrets.runtimeEnvironment),
  route('GET', `${SERVICE}/runtime-environment/details`, secrets.runtimeEnvironmentDetails),
  route('POST', `${SERVICE}/restart`, services.restart('service')),
  route('POST', `${SERVICE}/resume`, services.setState('service', 'running')),
  route('POST', `${SERVICE}/pause`, services.setState('service', 'paused')),
  route('GET', `${PROJECT}/addons`, addons.addons),
  route('GET', ADDON, addons.addon),
  route('GET', `${ADDON}/credentials`, addons.credentials),
  route('GET', `${ADDON}/version`, addons.version),
  route('GET', `${ADDON}/containers`, services.containers('addon')),
  route('POST', `${ADDON}/restart`, services.restart('addon')),
  route('POST', `${ADDON}/resume`, services.setState('addon', 'running')),
  route('POST', `${ADDON}/pause`, services.setState('addon', 'paused')),
  route('GET', `${PROJECT}/secrets`, secrets.secrets),
  route('GET', SECRET, secrets.secret),
  route('GET', `${SECRET}/details`, secrets.secretDetails),
  route('GET', `${SECRET}/addons/:addon`, secrets.secretLink),
  route('GET', `/port-forwarding/info${SERVICE}`, info.serviceInfo),
  route('GET', `/port-forwarding/info${ADDON}`, info.addonInfo),
];
