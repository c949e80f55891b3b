import type { LiveProject } from '../world/world.ts';
import { CREATED_AT } from './account.ts';
import { type Answer, data, paged } from './answer.ts';
import { type Call, projectOf, teamOf } from './scope.ts';

export type Item = Readonly<Record<string, unknown>>;

/** Only what is defined: absent fields are absent in the JSON, as the real API does it. */
export function optional(fields: Item): Item {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined));
}

export function clusterOf({ spec }: Pick<LiveProject, 'spec'>): Item {
  const name = `nf-${spec.region}`;
  return { id: name, name, namespace: spec.namespace, loadBalancers: [`lb.${name}.northflank.example`] };
}

export function projects(call: Call): Answer {
  const list = call.parts.world
    .projects(teamOf(call).id)
    .map(({ spec }) => ({ id: spec.id, name: spec.name, ...optional({ description: spec.description }) }));
  return paged('projects', list, call.query);
}

export function project(call: Call): Answer {
  const found = projectOf(call);
  const { spec, team, resources } = found;
  const item = (live: (typeof resources)[number]): Item => ({
    id: live.id,
    appId: `/${team.id}/${spec.id}/${live.id}`,
    name: live.spec.name,
    ...optional({ description: live.spec.description }),
  });
  return data({
    id: spec.id,
    name: spec.name,
    ...optional({ description: spec.description }),
    createdAt: CREATED_AT,
    deployment: { region: spec.region },
    services: resources.flatMap((live) =>
      live.kind === 'service' ? [{ ...item(live), serviceType: live.spec.type }] : [],
    ),
    jobs: [],
    addons: resources.flatMap((live) =>
      live.kind === 'addon' ? [{ ...item(live), spec: { type: live.spec.type } }] : [],
    ),
    cluster: clusterOf(found),
  });
}
