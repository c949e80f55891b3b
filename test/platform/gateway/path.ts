/** The parts of `/tunnel/[teams/{team}/]projects/{p}/services|addons/{id}/instance/{pod}/port/{n}[?directConnect=true]`. */
type TunnelPath = {
  readonly team?: string;
  readonly project: string;
  readonly kind: 'service' | 'addon';
  readonly id: string;
  readonly pod: string;
  readonly port: number;
};

const PATTERN =
  /^\/tunnel\/(?:teams\/(?<team>[^/]+)\/)?projects\/(?<project>[^/]+)\/(?<kind>service|addon)s\/(?<id>[^/]+)\/instance\/(?<pod>[^/]+)\/port\/(?<port>\d+)$/;

export function parseTunnelPath(url: string): TunnelPath | undefined {
  const groups = PATTERN.exec(url.split('?', 1)[0] ?? '')?.groups;
  if (!groups) return undefined;
  const { team, project, kind, id, pod, port } = groups as Record<string, string | undefined>;
  return {
    ...(team !== undefined && { team: decodeURIComponent(team) }),
    project: decodeURIComponent(project ?? ''),
    kind: kind === 'addon' ? 'addon' : 'service',
    id: decodeURIComponent(id ?? ''),
    pod: decodeURIComponent(pod ?? ''),
    port: Number(port),
  };
}
