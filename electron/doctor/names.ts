import type { SessionState } from '../contract/session.ts';
import type { Placeholders } from './placeholders.ts';

export type Machine = {
  /** Folder of the user. */
  readonly home: string;
  readonly user: string;
  readonly computer: string;
};

/** From now on there is a placeholder for all that the state calls by name, and for the user's own names on this computer. */
export function learnNames(names: Placeholders, state: SessionState, { home, user, computer }: Machine): void {
  // As anywhere else: what is everybody's, such as a proxy of this very computer, keeps its name.
  const addHost = (address: string) => names.data(address.replace(/\/$/, ''), 'host');
  for (const { id, name, host, tokenName, role, teams, proxy } of Object.values(state.accounts)) {
    names.add('account', name, id, tokenName);
    if (role) names.add('role', role);
    for (const team of teams ?? []) names.add('team', team.name, team.id);
    addHost(host);
    if (proxy) addHost(proxy);
  }
  for (const { id, name, namespace, teamId } of Object.values(state.projects)) {
    names.add('project', name, id, namespace);
    if (teamId) names.add('team', teamId);
  }
  for (const { name, target, tags } of Object.values(state.resources)) {
    names.add(target.kind, name, target.resourceId);
    for (const tag of tags) names.add('tag', tag);
  }
  for (const { target, tunnels, instances } of Object.values(state.forwards)) {
    names.add('account', target.accountId);
    names.add('project', target.projectId);
    names.add(target.kind, target.resourceId);
    for (const instance of instances ?? []) names.add('instance', instance);
    for (const { hostnames, instance } of Object.values(tunnels)) {
      if (instance) names.add('instance', instance);
      for (const hostname of hostnames) names.add('hostname', hostname);
    }
  }
  for (const { list } of Object.values(state.instances)) for (const { name } of list) names.add('instance', name);
  for (const { name } of Object.values(state.profiles)) names.add('profile', name);
  for (const { name } of Object.values(state.control.clients)) names.add('program', name);
  for (const { name } of state.cliLogins.list) names.add('login', name);
  if (state.settings.proxy) addHost(state.settings.proxy);
  names.add('folder', home);
  names.add('user', user);
  if (computer !== 'localhost') names.add('computer', computer);
}
