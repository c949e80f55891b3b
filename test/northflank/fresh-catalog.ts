import type { Resource } from '../../electron/contract/catalog.ts';
import { listProjects, readProject, type ProjectPart } from '../../electron/northflank/catalog.ts';
import { readResource } from '../../electron/northflank/details.ts';
import { freshApi } from './fresh-api.ts';

const account = { id: 'acc' } as const;
const never = new AbortController().signal;

export const web = {
  id: 'web',
  name: 'Web',
  description: 'The shop',
  tags: ['public'],
  serviceType: 'deployment',
  status: { deployment: { status: 'COMPLETED', reason: 'DEPLOYING' } },
};
const webDetail = {
  ...web,
  servicePaused: false,
  deployment: { region: 'europe-west', instances: 2 },
  ports: [
    {
      id: 'a',
      name: 'p01',
      internalPort: 8080,
      protocol: 'HTTP',
      public: true,
      security: { credentials: [{ password: 'x' }] },
    },
    { id: 'b', name: '', internalPort: 9000, protocol: 'TCP' },
  ],
};
export const db = { id: 'db', name: 'DB', tags: [], spec: { type: 'postgresql' }, status: 'running' };
const dbDetail = {
  ...db,
  spec: {
    type: 'postgresql',
    config: { versionTag: '16.4', deployment: { replicas: 3 }, networking: { tlsEnabled: true } },
  },
};

export const shop = {
  key: 'acc/-/shop',
  accountId: 'acc',
  id: 'shop',
  name: 'SHOP',
  region: 'europe-west',
  namespace: 'ns-shop',
};
export const webResource = {
  key: 'acc/-/shop/service/web',
  projectKey: 'acc/-/shop',
  target: { accountId: 'acc', projectId: 'shop', kind: 'service', resourceId: 'web' },
  name: 'Web',
  description: 'The shop',
  tags: ['public'],
  state: 'running',
  detail: 'COMPLETED',
  type: 'deployment',
  instances: 2,
  ports: [
    { number: 8080, name: 'p01', protocol: 'HTTP' },
    { number: 9000, protocol: 'TCP' },
  ],
};
export const dbResource = {
  key: 'acc/-/shop/addon/db',
  projectKey: 'acc/-/shop',
  target: { accountId: 'acc', projectId: 'shop', kind: 'addon', resourceId: 'db' },
  name: 'DB',
  tags: [],
  state: 'running',
  detail: 'running',
  type: 'postgresql',
  version: '16.4',
  tls: true,
  instances: 3,
};

/** What lists say of them. */
const { instances: _instances, ports: _ports, ...webListed } = webResource;
const { instances: _copies, version: _version, tls: _tls, ...dbListed } = dbResource;
export { dbListed, webListed };

type Options = { readonly signal?: AbortSignal; readonly teamId?: string; readonly scope?: 'team' | 'org' };

/** A platform that can be told what it has, and the reading of it; anew for each test of the file. */
export function freshCatalog() {
  const at = freshApi();
  const asking = (signal = never) => ({ signal, purpose: 'background', log: at.lines.log }) as const;

  const list = ({ signal, scope = 'team', teamId }: Options = {}) =>
    listProjects(at.api, { ...account, scope }, { ...asking(signal), ...(teamId !== undefined && { teamId }) });

  /** All projects, one after the other. */
  async function load(options: Options = {}): Promise<ProjectPart[]> {
    const parts: ProjectPart[] = [];
    for (const project of (await list(options)).projects) {
      parts.push(await readProject(at.api, project, asking(options.signal)));
    }
    return parts;
  }
  const look = ({ target }: Pick<Resource, 'target'>, signal = never) => readResource(at.api, target, asking(signal));

  /** One project of a team, or of a team of an organisation. */
  function serveProject(base: string, id: string, services: object[] = [], addons: object[] = []): void {
    const path = `${base}/projects/${id}`;
    const cluster = { namespace: `ns-${id}` };
    at.server.answer(path, { data: { id, deployment: { region: 'europe-west' }, services, addons, cluster } });
    at.server.answer(`${path}/services`, { data: { services } });
    at.server.answer(`${path}/addons`, { data: { addons } });
  }
  const serveProjects = (base: string, ...ids: string[]) =>
    at.server.answer(`${base}/projects`, { data: { projects: ids.map((id) => ({ id, name: id.toUpperCase() })) } });

  function serveShop(): void {
    serveProjects('/v1', 'shop');
    serveProject('/v1', 'shop', [web], [db]);
    at.server.answer('/v1/projects/shop/services/web', { data: webDetail });
    at.server.answer('/v1/projects/shop/addons/db', { data: dbDetail });
  }

  return { at, asking, list, load, look, serveProject, serveProjects, serveShop };
}
