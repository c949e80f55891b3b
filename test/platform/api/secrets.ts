import type { SecretGroupSpec } from '../spec.ts';
import type { LiveAddon, LiveProject, LiveService } from '../world/world.ts';
import { CREATED_AT } from './account.ts';
import { linkedVariables } from './addons.ts';
import { ApiError, type Answer, data, paged } from './answer.ts';
import { type Item, optional } from './projects.ts';
import { addonOf, type Call, demand, projectOf, serviceOf } from './scope.ts';

export function secrets(call: Call): Answer {
  demand(call.token, 'secrets');
  const { spec } = projectOf(call);
  return paged(
    'secrets',
    (spec.secrets ?? []).map((group) => itemOf(spec.id, group)),
    call.query,
  );
}

export function secret(call: Call): Answer {
  demand(call.token, 'secrets');
  const project = projectOf(call);
  const group = groupOf(call, project);
  const show = call.query.get('show') ?? 'all';
  const linked = show === 'this' ? {} : Object.assign({}, ...linkedAddons(project, group).map(linkedVariables));
  const own = show === 'inherited' ? {} : group.variables;
  return data({ ...full(project, group), secrets: { variables: { ...linked, ...own }, files: {} } });
}

export function secretDetails(call: Call): Answer {
  demand(call.token, 'secrets');
  const project = projectOf(call);
  const group = groupOf(call, project);
  return data({
    ...full(project, group),
    secrets: { variables: group.variables, files: {} },
    addonSecrets: linkedAddons(project, group).map((live) => ({
      id: live.id,
      name: live.spec.name,
      addonType: live.spec.type,
      version: live.spec.version,
      variables: linkedVariables(live),
    })),
  });
}

export function secretLink(call: Call): Answer {
  demand(call.token, 'secrets');
  const project = projectOf(call);
  const group = groupOf(call, project);
  const live = addonOf({ ...call, path: { ...call.path, id: call.path['addon'] ?? '' } });
  const linked = group.addons?.includes(live.id) === true;
  const keys = Object.keys(linkedVariables(live));
  return data({
    secretName: group.name,
    secretId: group.id,
    addonName: live.spec.name,
    addonId: live.id,
    addonType: live.spec.type,
    linked,
    ...(linked && { linkedKeys: keys.map((key) => ({ keyName: key, aliases: [], defaultKey: key })) }),
    availableKeys: keys,
  });
}

/** No global groups here; the list exists and is empty. */
export function globalSecrets(call: Call): Answer {
  demand(call.token, 'secrets');
  return paged('secrets', [], call.query);
}

type Variable = { readonly value: string; readonly group?: SecretGroupSpec };

export function runtimeEnvironment(call: Call): Answer {
  demand(call.token, 'runtime-environment');
  const template = call.query.get('replaceTemplatedValues');
  if (template !== null && template !== 'true') throw new ApiError(400, 'replaceTemplatedValues must be true');
  const found = variablesOf(call);
  const plain = Object.fromEntries([...found].map(([key, { value }]) => [key, value]));
  const filled = Object.fromEntries(
    Object.entries(plain).map(([key, value]) => [
      key,
      template === 'true' ? value.replaceAll(/\$\{(\w+)\}/g, (whole, name: string) => plain[name] ?? whole) : value,
    ]),
  );
  return data({ runtimeEnvironment: filled, runtimeFiles: {} });
}

export function runtimeEnvironmentDetails(call: Call): Answer {
  demand(call.token, 'runtime-environment');
  const details = [...variablesOf(call)].map(([key, { value, group }]) => [
    key,
    { value, ...(group && { inheritedFrom: group.id, priority: group.priority }), overriding: [] },
  ]);
  return data({ runtimeEnvironment: Object.fromEntries(details), runtimeFiles: {} });
}

/** Lowest priority first, the service's own last. Inherited ones are silently missing without the permission for secrets. */
function variablesOf(call: Call): Map<string, Variable> {
  const live = serviceOf(call);
  const project = projectOf(call);
  const show = call.query.get('show') ?? 'all';
  const found = new Map<string, Variable>();
  if (show !== 'this' && !call.token.deny.has('secrets')) {
    for (const group of groupsFor(project, live)) {
      for (const addon of linkedAddons(project, group)) {
        for (const [key, value] of Object.entries(linkedVariables(addon))) found.set(key, { value, group });
      }
      for (const [key, value] of Object.entries(group.variables)) found.set(key, { value, group });
    }
  }
  if (show !== 'inherited') {
    for (const [key, value] of Object.entries(live.spec.env ?? {})) found.set(key, { value });
  }
  return found;
}

function groupsFor(project: LiveProject, live: LiveService): SecretGroupSpec[] {
  return (project.spec.secrets ?? [])
    .filter((group) => group.secretType.includes('environment'))
    .filter((group) => !group.services || group.services.includes(live.id))
    .toSorted((a, b) => a.priority - b.priority);
}

function linkedAddons(project: LiveProject, group: SecretGroupSpec): LiveAddon[] {
  return project.resources.flatMap((live) => (live.kind === 'addon' && group.addons?.includes(live.id) ? [live] : []));
}

function groupOf(call: Call, project: LiveProject): SecretGroupSpec {
  const group = project.spec.secrets?.find((one) => one.id === call.path['id']);
  if (!group) throw new ApiError(404, 'Secret group not found');
  return group;
}

function full(project: LiveProject, group: SecretGroupSpec): Item {
  return { ...itemOf(project.spec.id, group), createdAt: CREATED_AT, updatedAt: CREATED_AT };
}

function itemOf(projectId: string, group: SecretGroupSpec): Item {
  return {
    id: group.id,
    projectId,
    name: group.name,
    tags: [],
    ...optional({ description: group.description }),
    type: 'secret',
    secretType: group.secretType,
    priority: group.priority,
    restrictions: group.services
      ? { restricted: true, nfObjects: group.services.map((id) => ({ id, type: 'service' })) }
      : { restricted: false },
  };
}
