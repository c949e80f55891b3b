import type { LiveAddon } from '../world/world.ts';
import { CREATED_AT } from './account.ts';
import { type Answer, data, paged } from './answer.ts';
import { credentialsOf } from './credentials.ts';
import { clusterOf, type Item, optional } from './projects.ts';
import { addonOf, type Call, demand, projectOf } from './scope.ts';
import { appId } from './services.ts';

export function addons(call: Call): Answer {
  const list = projectOf(call).resources.flatMap((live) => (live.kind === 'addon' ? [summary(live)] : []));
  return paged('addons', list, call.query);
}

export function addon(call: Call): Answer {
  const live = addonOf(call);
  const { spec } = live;
  return data({
    ...summary(live),
    createdAt: CREATED_AT,
    spec: {
      type: spec.type,
      config: {
        versionTag: spec.version,
        lifecycleStatus: 'active',
        deployment: {
          replicas: live.instances,
          storageClass: 'ssd',
          storageSize: 4096,
          planId: 'nf-compute-20',
          region: live.project.region,
        },
        networking: { tlsEnabled: spec.tls === true, externalAccessEnabled: false, ipPolicies: [] },
      },
    },
    cluster: clusterOf({ spec: live.project }),
  });
}

export function credentials(call: Call): Answer {
  demand(call.token, 'credentials');
  return data(credentialsOf(addonOf(call)));
}

export function version(call: Call): Answer {
  const { spec } = addonOf(call);
  return data({ version: spec.version, upgradeTo: [], lifecycleStatus: 'active', upgradeHistory: [] });
}

const TYPES: readonly (readonly [string, string, readonly string[]])[] = [
  ['mongodb', 'MongoDB®', ['7.0.12', '6.0.16']],
  ['redis', 'Redis®', ['7.2.5', '6.2.14']],
  ['mysql', 'MySQL', ['8.0.37']],
  ['postgresql', 'PostgreSQL', ['17.2', '16.4', '15.8']],
  ['minio', 'MinIO®', ['2024.8.3']],
  ['rabbitmq', 'RabbitMQ®', ['3.13.7']],
];

export function addonTypes(): Answer {
  const features = {
    backupsDump: true,
    customDBName: true,
    forkAddon: true,
    importDump: true,
    importLive: false,
    scaleReplicas: true,
    tls: true,
    externalAccess: true,
  };
  return data({
    addonTypes: TYPES.map(([type, name, versions]) => ({
      type,
      name,
      description: `${name} as an addon`,
      features,
      versions,
      major: [...new Set(versions.map((one) => one.split('.')[0] ?? one))],
      resources: {
        storage: { options: [4096, 8192, 16_384], default: 4096 },
        replicas: { options: [1, 2, 3], default: 1 },
      },
    })),
  });
}

function summary(live: LiveAddon): Item {
  const { spec } = live;
  return {
    id: spec.id,
    name: spec.name,
    appId: appId(live),
    tags: spec.tags ?? [],
    ...optional({ description: spec.description }),
    spec: { type: spec.type },
    status: live.state,
  };
}

/** Variables of an addon as a secret group hands them on: `NF_ORDERS_DB_HOST`. */
export function linkedVariables(live: LiveAddon): Record<string, string> {
  const { secrets, envs } = credentialsOf(live);
  const prefix = `NF_${live.id.toUpperCase().replaceAll('-', '_')}_`;
  return Object.fromEntries(Object.entries({ ...secrets, ...envs }).map(([key, value]) => [prefix + key, value]));
}
