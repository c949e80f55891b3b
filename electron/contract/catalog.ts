import type { Budget } from './budget.ts';
import type { Problem } from './problem.ts';

/** Opaque and stable over restarts: made by `northflank/account.ts` from the API host and the token's entity. */
export type AccountId = string;
/** `<accountId>/<teamId or ->/<projectId>` */
export type ProjectKey = string;
/** `<projectKey>/service/<id>` or `<projectKey>/addon/<id>`; also the key of the resource's forward. */
export type ResourceKey = string;

export type ResourceKind = 'service' | 'addon';

/** Where a resource lives at Northflank. `teamId` is only set where an organisation's token needs it in the path. */
export type Target = {
  readonly accountId: AccountId;
  readonly teamId?: string;
  readonly projectId: string;
  readonly kind: ResourceKind;
  readonly resourceId: string;
};

export type Team = { readonly id: string; readonly name: string };

export type Account = {
  readonly id: AccountId;
  /** API base without trailing slash, for example `https://api.northflank.com`. */
  readonly host: string;
  readonly name: string;
  readonly scope: 'team' | 'org';
  /** ISO 8601; absent where the token does not expire or the platform does not say. */
  readonly expiresAt?: string;
  /** What the token is called at Northflank, and the role that it was made from; absent where the platform does not say. */
  readonly tokenName?: string;
  readonly role?: string;
  /** Permissions that Portside uses and the role lacks, in Northflank's words; absent where the platform does not say. */
  readonly missing?: readonly string[];
  /** Those of an organisation; absent for a team's token, and where they may not be listed. */
  readonly teams?: readonly Team[];
  /** The address of the proxy that was set for this account alone, without its password. */
  readonly proxy?: string;
  readonly state: 'checking' | 'signed-in' | 'rejected' | 'unreachable';
  /** Why `state` is not `signed-in`. */
  readonly problem?: Problem;
  readonly catalog: CatalogState;
  /** Absent until the platform has told it in this run. */
  readonly budget?: Budget;
};

/** `stale`: what is shown was true once, the newest read failed. */
type CatalogState = {
  readonly state: 'empty' | 'loading' | 'fresh' | 'stale';
  /** Unix milliseconds of the last complete read. */
  readonly readAt?: number;
  readonly problem?: Problem;
};

export type Project = {
  readonly key: ProjectKey;
  readonly accountId: AccountId;
  readonly teamId?: string;
  readonly id: string;
  readonly name: string;
  readonly description?: string;
  readonly region?: string;
  readonly namespace?: string;
  /** Why not all of it could be read; what is shown of the rest was true once. */
  readonly problem?: Problem;
};

/** Northflank's port protocols; anything newer is carried as it comes and forwarded as plain TCP. */
type Protocol = 'HTTP' | 'HTTP/2' | 'TCP' | 'UDP' | (string & {});

/** A port of the workload, inside the cluster. */
export type RemotePort = {
  readonly number: number;
  readonly name?: string;
  readonly protocol: Protocol;
};

/** One word for what Northflank says of a resource; `detail` keeps the platform's own words. */
export type ResourceState = 'running' | 'starting' | 'paused' | 'stopped' | 'failed' | 'deleting' | 'unknown';

export type Resource = {
  readonly key: ResourceKey;
  readonly projectKey: ProjectKey;
  readonly target: Target;
  readonly name: string;
  readonly description?: string;
  readonly tags: readonly string[];
  readonly state: ResourceState;
  readonly detail: string;
  /** `combined | build | deployment` for services, `postgresql | redis | …` for addons. */
  readonly type: string;
  readonly version?: string;
  readonly tls?: boolean;
  /** Wished number of running copies, where known. */
  readonly instances?: number;
  /** Known for services only; an addon's ports come with its forward. */
  readonly ports?: readonly RemotePort[];
  /** When what lists do not say (ports, version, TLS, copies, pause) was last asked for, Unix milliseconds; absent: not yet. */
  readonly readAt?: number;
  /** Why that could not be read when it was last asked for; what is shown was true once. */
  readonly problem?: Problem;
};

/** One running copy of a service or addon. */
export type Instance = {
  /** The pod's. */
  readonly name: string;
  readonly state: 'running' | 'starting' | 'stopping' | 'failed' | 'ended' | 'unknown';
  /** In the platform's own word. */
  readonly detail: string;
  /** Unix milliseconds. */
  readonly since?: number;
};

/** The copies of one resource when somebody last looked. */
export type Instances = {
  readonly list: readonly Instance[];
  /** Unix milliseconds of the last answer, or of the last try. */
  readonly readAt: number;
  /** Why they could not be read, such as a missing permission. */
  readonly problem?: Problem;
};

export function projectKey(accountId: AccountId, teamId: string | undefined, projectId: string): ProjectKey {
  return `${accountId}/${teamId ?? '-'}/${projectId}`;
}

export function resourceKey(target: Target): ResourceKey {
  return `${projectKey(target.accountId, target.teamId, target.projectId)}/${target.kind}/${target.resourceId}`;
}

/** The inverse of `resourceKey`, or undefined for anything that it could not have made. */
export function parseResourceKey(key: string): Target | undefined {
  const [accountId, teamId, projectId, kind, resourceId, ...rest] = key.split('/');
  if (!accountId || !teamId || !projectId || !resourceId || rest.length > 0) return undefined;
  if (kind !== 'service' && kind !== 'addon') return undefined;
  return { accountId, ...(teamId !== '-' && { teamId }), projectId, kind, resourceId };
}

/** What people call it; of one that no list holds now, the platform's id. */
export function resourceName(resource: Resource | undefined, id: ResourceKey): string {
  return resource?.name ?? parseResourceKey(id)?.resourceId ?? id;
}

/** Why a forward of this resource cannot work now, or undefined. The wish is still allowed: it is served once the state changes. */
export function whyNotForwardable(
  resource: Resource,
): 'build-service' | 'paused' | 'no-ports' | 'no-instances' | undefined {
  if (resource.type === 'build') return 'build-service';
  if (resource.state === 'paused') return 'paused';
  if (resource.ports?.length === 0) return 'no-ports';
  if (resource.instances === 0) return 'no-instances';
  return undefined;
}
