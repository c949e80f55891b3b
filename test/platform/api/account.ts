import { stableWord } from '../world/names.ts';
import { ApiError, type Answer, data, paged } from './answer.ts';
import { type Call, teamOf } from './scope.ts';

/** Since when everything of a topology exists; the platform has no clock of its own. */
export const CREATED_AT = '2026-01-20T11:19:53.175Z';

const SCOPES = {
  orgScope: ['Organisation > Team > General > Read'],
  teamScope: ['Project > Projects > Manage > Read'],
  projectScope: [
    'Project > Services > General > Read',
    'Project > Services > Deployment > View Instances',
    'Project > Services > General > Update',
    'Project > Addons > General > Read',
    'Project > Addons > Deployment > View Instances',
    'Project > Secrets > General > Read',
    'Project > Secrets > Services > Read',
  ],
};

export function auth({ parts, token }: Call): Answer {
  const { org } = parts.world.topology;
  return data({
    tokenKind: 'api',
    id: token.id,
    name: token.name,
    entityId: token.entity.id,
    entityUid: stableWord(token.entity.id, 24),
    entityType: token.scope,
    orgId: org.id,
    orgUid: stableWord(org.id, 24),
    role: { name: 'Developer', roleId: 'developer', roleType: token.scope, entityType: token.scope },
    permissions: { ...SCOPES, orgScope: token.scope === 'org' ? SCOPES.orgScope : [] },
    creatorEmail: 'robin@acme.example',
    createdAt: new Date(token.createdAt).toISOString(),
    ...(token.expiresAt !== undefined && { expiresAt: new Date(token.expiresAt).toISOString() }),
  });
}

export function login(): Answer {
  return data({ message: 'Authenticated' });
}

export function teams({ parts, token, query }: Call): Answer {
  if (token.scope !== 'org') throw new ApiError(403, 'Teams can only be listed with a token of an organisation');
  const list = parts.world.topology.teams.map(({ id, name, description }) => ({
    id,
    name,
    ...(description !== undefined && { description }),
    createdAt: CREATED_AT,
  }));
  return paged('teams', list, query);
}

export function team(call: Call): Answer {
  const { id, name, description } = teamOf(call);
  return data({ id, name, ...(description !== undefined && { description }), createdAt: CREATED_AT });
}

export function dnsId(call: Call): Answer {
  return data({ dns: teamOf(call).dnsId });
}
