import { expect, test } from 'vitest';
import { listProjects, readProject } from '../../electron/northflank/catalog.ts';
import { readInstances, readResource } from '../../electron/northflank/details.ts';
import { freshApi } from './fresh-api.ts';

/** Answers as the official API reference prints them, field by field, with all that we do not read. */
const at = freshApi();
const asking = { signal: new AbortController().signal, purpose: 'user' } as const;
const pagination = { hasNextPage: false, count: 1 };
const cluster = { id: 'nf-europe-west', name: 'nf-europe-west', namespace: 'ns-8zy2mcjh9zn2' };

const serviceItem = {
  id: 'web',
  appId: '/acme/shop/web',
  projectId: 'shop',
  name: 'Web',
  tags: [],
  serviceType: 'deployment',
  disabledCI: false,
  disabledCD: false,
  status: {
    deployment: { status: 'COMPLETED', reason: 'DEPLOYING', lastTransitionTime: '2024-01-20T11:20:16.624Z' },
  },
};
const service = {
  ...serviceItem,
  createdAt: '2024-01-20T11:19:53.175Z',
  servicePaused: false,
  billing: { deploymentPlan: 'nf-compute-20' },
  deployment: { region: 'europe-west', instances: 2 },
  ports: [
    {
      id: 'eonyui',
      name: 'p01',
      internalPort: 8080,
      protocol: 'HTTP',
      public: true,
      dns: 'p01--web--abc123.code.run',
      domains: [],
      security: { credentials: [], policies: [] },
    },
  ],
  cluster,
};
const addonItem = {
  id: 'db',
  name: 'DB',
  appId: '/acme/shop/db',
  tags: [],
  spec: { type: 'postgresql' },
  status: 'running',
};
const addon = {
  ...addonItem,
  createdAt: '2024-01-20T11:19:53.175Z',
  spec: {
    type: 'postgresql',
    config: {
      versionTag: '16.4',
      lifecycleStatus: 'active',
      deployment: {
        replicas: 1,
        storageClass: 'ssd',
        storageSize: 4096,
        planId: 'nf-compute-20',
        region: 'europe-west',
      },
      networking: { tlsEnabled: true, externalAccessEnabled: false },
    },
  },
  cluster,
};
const project = {
  id: 'shop',
  name: 'Shop',
  createdAt: '2024-01-20T11:19:53.175Z',
  deployment: { region: 'europe-west' },
  services: [{ id: 'web', appId: '/acme/shop/web', name: 'Web', serviceType: 'deployment' }],
  jobs: [{ id: 'nightly', appId: '/acme/shop/nightly', name: 'Nightly', jobType: 'cron' }],
  addons: [{ id: 'db', appId: '/acme/shop/db', name: 'DB', spec: { type: 'postgresql' } }],
  cluster,
};

const web = { accountId: 'acc', projectId: 'shop', kind: 'service', resourceId: 'web' } as const;
const db = { accountId: 'acc', projectId: 'shop', kind: 'addon', resourceId: 'db' } as const;
const webListed = {
  key: 'acc/-/shop/service/web',
  projectKey: 'acc/-/shop',
  target: web,
  name: 'Web',
  tags: [],
  state: 'running',
  detail: 'COMPLETED',
  type: 'deployment',
};
const dbListed = {
  key: 'acc/-/shop/addon/db',
  projectKey: 'acc/-/shop',
  target: db,
  name: 'DB',
  tags: [],
  state: 'running',
  detail: 'running',
  type: 'postgresql',
};

test('a project and its lists are read', async () => {
  at.server.answer('/v1/projects', { data: { projects: [{ id: 'shop', name: 'Shop' }] }, pagination });
  at.server.answer('/v1/projects/shop', { data: project });
  at.server.answer('/v1/projects/shop/services', { data: { services: [serviceItem] }, pagination });
  at.server.answer('/v1/projects/shop/addons', { data: { addons: [addonItem] }, pagination });
  const { projects } = await listProjects(at.api, { id: 'acc', scope: 'team' }, asking);
  expect(projects).toEqual([{ key: 'acc/-/shop', accountId: 'acc', id: 'shop', name: 'Shop' }]);
  expect(await readProject(at.api, projects[0]!, asking)).toEqual({
    accountId: 'acc',
    project: { ...projects[0], region: 'europe-west', namespace: 'ns-8zy2mcjh9zn2' },
    resources: [webListed, dbListed],
    named: [],
    whole: ['service', 'addon'],
    retriable: false,
  });
});

test('a service is read', async () => {
  at.server.answer('/v1/projects/shop/services/web', { data: service });
  const ports = [{ number: 8080, name: 'p01', protocol: 'HTTP' }];
  expect(await readResource(at.api, web, asking)).toEqual({ ...webListed, instances: 2, ports });
});

test('an addon is read', async () => {
  at.server.answer('/v1/projects/shop/addons/db', { data: addon });
  expect(await readResource(at.api, db, asking)).toEqual({ ...dbListed, version: '16.4', tls: true, instances: 1 });
});

test.each([
  ['a custom addon', { type: 'my-chart', config: { templateValues: 'replicas: 2' } }],
  ['a bucket', { type: 'my-chart', config: { region: 'europe-west' } }],
])('%s has neither version nor network settings, and is read all the same', async (_, spec) => {
  at.server.answer('/v1/projects/shop/addons/db', { data: { ...addon, spec } });
  expect(await readResource(at.api, db, asking)).toEqual({ ...dbListed, type: 'my-chart' });
});

test('containers are read', async () => {
  const container = {
    name: 'web-78b4d4459d-sbtn8',
    createdAt: 1_611_241_087,
    status: 'TASK_RUNNING',
    updatedAt: 1_611_241_087,
  };
  at.server.answer('/v1/projects/shop/services/web/containers', { data: { containers: [container] }, pagination });
  expect(await readInstances(at.api, web, asking)).toEqual([
    { name: 'web-78b4d4459d-sbtn8', state: 'running', detail: 'TASK_RUNNING', since: 1_611_241_087_000 },
  ]);
});
