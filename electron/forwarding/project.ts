import { silentLog, type Log } from '../base/log.ts';
import { AddonItem, ServiceItem } from '../northflank/answers.ts';
import type { Api } from '../northflank/api.ts';
import { listAll } from '../northflank/paging.ts';
import { projectPath } from '../northflank/paths.ts';

const SERVICES = 'Project > Services > General > Read';
const ADDONS = 'Project > Addons > General > Read';

export type ProjectOptions = {
  readonly teamId?: string | undefined;
  readonly projectId: string;
  readonly signal?: AbortSignal;
  readonly log?: Log;
};

/** The services of a project in the platform's order. Rejects with a `Failure`. */
export function listServices(api: Api, options: ProjectOptions): Promise<ServiceItem[]> {
  return listAll(api, `${projectPath(options.teamId, options.projectId)}/services`, {
    key: 'services',
    item: ServiceItem,
    permission: SERVICES,
    ...shared(options),
  });
}

/** The addons of a project in the platform's order. Rejects with a `Failure`. */
export function listAddons(api: Api, options: ProjectOptions): Promise<AddonItem[]> {
  return listAll(api, `${projectPath(options.teamId, options.projectId)}/addons`, {
    key: 'addons',
    item: AddonItem,
    permission: ADDONS,
    ...shared(options),
  });
}

function shared({ projectId, signal, log = silentLog }: ProjectOptions) {
  return {
    signal,
    name: projectId,
    onSkip: () => log.warn('an item cannot be read and is left out', { project: projectId }),
  };
}
