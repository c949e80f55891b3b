import type { Parts } from '../parts.ts';
import type { TeamSpec } from '../spec.ts';
import type { Permission, Token } from '../world/tokens.ts';
import type { Live, LiveAddon, LiveProject, LiveService } from '../world/world.ts';
import { ApiError } from './answer.ts';

/** What a handler gets: who asks, for what, in which words. */
export type Call = {
  readonly parts: Parts;
  readonly token: Token;
  readonly path: Readonly<Record<string, string>>;
  readonly query: URLSearchParams;
  readonly body: unknown;
};

export function demand(token: Token, permission: Permission): void {
  if (token.deny.has(permission)) throw new ApiError(403, `This token lacks the permission for ${permission}`);
}

/** The team of the path, else the token's own. An organisation's token has none of its own. */
export function teamOf({ parts, token, path }: Pick<Call, 'parts' | 'token' | 'path'>): TeamSpec {
  const { teams } = parts.world.topology;
  const id = path['team'] ?? (token.scope === 'team' ? token.entity.id : undefined);
  if (id === undefined) throw new ApiError(400, 'A token of an organisation needs a team in the path');
  if (token.scope === 'team' && id !== token.entity.id) throw new ApiError(403, 'This token belongs to another team');
  const team = teams.find((one) => one.id === id);
  if (!team) throw new ApiError(404, 'Team not found');
  return team;
}

export function projectOf(call: Pick<Call, 'parts' | 'token' | 'path'>): LiveProject {
  const team = teamOf(call);
  const project = call.parts.world.projects(team.id).find((one) => one.spec.id === call.path['project']);
  if (!project) throw new ApiError(404, 'Project not found');
  return project;
}

export function liveOf(call: Pick<Call, 'parts' | 'token' | 'path'>, kind: Live['kind']): Live {
  const live = projectOf(call).resources.find((one) => one.kind === kind && one.id === call.path['id']);
  if (!live) throw new ApiError(404, kind === 'service' ? 'Service not found' : 'Addon not found');
  return live;
}

export function serviceOf(call: Pick<Call, 'parts' | 'token' | 'path'>): LiveService {
  return liveOf(call, 'service') as LiveService;
}

export function addonOf(call: Pick<Call, 'parts' | 'token' | 'path'>): LiveAddon {
  return liveOf(call, 'addon') as LiveAddon;
}
