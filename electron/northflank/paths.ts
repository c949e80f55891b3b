import type { Target } from '../contract/catalog.ts';
import { Failure } from '../contract/failure.ts';

/**
 * One id as one segment of a path. The official client concatenates ids as they are; encoding changes nothing for ids that
 * Northflank makes, and keeps any other from leading elsewhere, with the token in its hand.
 */
function segment(id: string): string {
  if (id === '' || id === '.' || id === '..') throw new Failure('resource-gone', { args: { name: `"${id}"` } });
  return encodeURIComponent(id);
}

const teamPart = (teamId: string | undefined) => (teamId === undefined ? '' : `teams/${segment(teamId)}/`);

/** Below `/v1/`: only an organisation's token needs the team. */
export const projectsPath = (teamId: string | undefined) => `/v1/${teamPart(teamId)}projects`;
export const projectPath = (teamId: string | undefined, projectId: string) =>
  `${projectsPath(teamId)}/${segment(projectId)}`;

const targetPart = ({ teamId, projectId, kind, resourceId }: Target) =>
  `${teamPart(teamId)}projects/${segment(projectId)}/${kind}s/${segment(resourceId)}`;

export const resourcePath = (target: Target) => `/v1/${targetPart(target)}`;
export const forwardingInfoPath = (target: Target) => `/v1/port-forwarding/info/${targetPart(target)}`;

/** Path and query of one instance's port at the gateway; `direct` is what the official client asks for a pinned instance. */
export const tunnelPath = (target: Target, instance: string, port: number, direct: boolean) =>
  `/tunnel/${targetPart(target)}/instance/${segment(instance)}/port/${port}${direct ? '?directConnect=true' : ''}`;
