import { EventEmitter } from 'node:events';
import { silentLog } from '../base/log.ts';
import type { Target } from '../contract/catalog.ts';
import { Failure, toProblem } from '../contract/failure.ts';
import { createApi, withApi } from '../northflank/api.ts';
import { hostsPath } from '../system/hosts-others.ts';
import { accountOf, type Account } from './account.ts';
import type { Hold, Wanted } from './holds.ts';
import { failed, resultOf, sentence } from './info.ts';
import { canWriteHosts } from './privileges.ts';
import { listAddons, listServices } from './project.ts';
import { createSharing, USER_AGENT, type Share, type Sharing } from './sharing.ts';
import type {
  AddonParameters,
  ContextProvider,
  Credentials,
  ForwardingEvents,
  ForwardingOptions,
  PortForwardingResult,
  Privileges,
  ProjectForwardingResult,
  ProjectParameters,
  ServiceParameters,
} from './types.ts';

export type * from './types.ts';

/** A result with the shares behind it, for the call that gives them back itself. */
type Got<T> = { readonly result: T; readonly holds: readonly Hold[] };

/** A `Failure` has a code for a message; programs get the sentence. */
function inWords(error: unknown): unknown {
  return error instanceof Failure ? new Error(sentence(error.problem), { cause: error }) : error;
}

/**
 * Forwards ports of private services and addons to loopback addresses of this machine, with the methods, results and
 * events of `apiClient.forwarding` in `@northflank/js-client` 0.9.5.
 *
 * Every target answers for itself: what cannot be forwarded is an entry with `error`, and does not end the rest. Forwarding
 * a target twice shares one forward; it ends with the second stop. An open forward survives restarts of its pod.
 */
export class Forwarding extends EventEmitter<ForwardingEvents> {
  readonly #source: ContextProvider | Credentials;
  readonly #options: ForwardingOptions & { readonly hostsFile: string };
  readonly #sharing: Sharing;

  /** Takes js-client's context provider, the one that its `ApiClient` is made with, or host and token. */
  constructor(source: ContextProvider | Credentials, options: ForwardingOptions = {}) {
    super();
    this.#source = source;
    this.#options = { ...options, hostsFile: options.hostsFile ?? hostsPath };
    this.#sharing = createSharing(this, this.#options);
  }

  /**
   * One entry per port. With `ipOnly = false` the host names lead to the forward too, which takes the right to write the
   * hosts file: rejects where that is missing, or where there is no current context.
   */
  async forwardService(parameters: ServiceParameters, ipOnly: boolean = true): Promise<PortForwardingResult[]> {
    return (await this.#service(parameters, ipOnly)).result;
  }

  /** One entry per instance and port. */
  async forwardAddon(parameters: AddonParameters, ipOnly: boolean = true): Promise<PortForwardingResult[]> {
    return (await this.#addon(parameters, ipOnly)).result;
  }

  /** Everything in the project at once. Rejects where the project cannot be listed at all. */
  async forwardProject(parameters: ProjectParameters, ipOnly: boolean = true): Promise<ProjectForwardingResult> {
    return (await this.#project(parameters, ipOnly)).result;
  }

  /** Forwards as long as the function runs. */
  async withServiceForwarding<T>(
    parameters: ServiceParameters,
    func: (results: PortForwardingResult[]) => Promise<T>,
    ipOnly: boolean = true,
  ): Promise<T> {
    return this.#during(await this.#service(parameters, ipOnly), func);
  }

  async withAddonForwarding<T>(
    parameters: AddonParameters,
    func: (results: PortForwardingResult[]) => Promise<T>,
    ipOnly: boolean = true,
  ): Promise<T> {
    return this.#during(await this.#addon(parameters, ipOnly), func);
  }

  async withProjectForwarding<T>(
    parameters: ProjectParameters,
    func: (results: ProjectForwardingResult) => Promise<T>,
    ipOnly: boolean = true,
  ): Promise<T> {
    return this.#during(await this.#project(parameters, ipOnly), func);
  }

  /** Gives back one `forwardService` of this service; of several different ones, one each. The last one frees the ports. */
  stopServiceForwarding(opts: ServiceParameters): Promise<void> {
    const { teamId, projectId, serviceId: resourceId, instanceId: instance, portsFilter: ports } = opts;
    const which = { teamId, projectId, kind: 'service', resourceId, instance, ports } as const;
    return this.#sharing.release(this.#sharing.pick(which));
  }

  stopAddonForwarding({ teamId, projectId, addonId: resourceId }: AddonParameters): Promise<void> {
    return this.#sharing.release(this.#sharing.pick({ teamId, projectId, kind: 'addon', resourceId }));
  }

  /** Gives back one forward of everything in the project that is forwarded. */
  stopProjectForwarding({ teamId, projectId }: ProjectParameters): Promise<void> {
    return this.#sharing.release(this.#sharing.pick({ teamId, projectId }));
  }

  /** Ends everything, however often it was asked for; the object can be used again. */
  stop(): Promise<void> {
    return this.#sharing.release(this.#sharing.all());
  }

  /** Whether `ipOnly = false` can work. A property, as with the official client. */
  readonly canExecuteWithHostnames: () => Privileges = () => canWriteHosts(this.#options.hostsFile);

  #account(ipOnly: boolean): Account {
    const privileges = ipOnly ? undefined : this.canExecuteWithHostnames();
    if (privileges?.error) {
      const way = 'Alternatively, you can use the ipOnly mode when port-forwarding';
      throw new Error(`${privileges.message} ${way} (apiClient.forwarding.forwardAddon({ projectId, addonId }, true))`);
    }
    try {
      return accountOf(this.#source, this.#options.ca);
    } catch (error) {
      throw inWords(error);
    }
  }

  async #start(account: Account, wanted: Wanted): Promise<Share & Got<PortForwardingResult[]>> {
    const share = await this.#sharing.start(account, wanted);
    return {
      ...share,
      holds: [share.hold],
      result: share.outcomes.map((outcome) => resultOf(outcome, wanted, share.kept)),
    };
  }

  async #service(parameters: ServiceParameters, ipOnly: boolean): Promise<Got<PortForwardingResult[]>> {
    const { serviceId, instanceId, portsFilter } = parameters;
    const account = this.#account(ipOnly);
    return this.#start(account, {
      target: targetOf(account, parameters, 'service', serviceId),
      withNames: !ipOnly,
      ...(instanceId !== undefined && { instance: instanceId }),
      ...(portsFilter && { ports: [...portsFilter] }),
    });
  }

  async #addon(parameters: AddonParameters, ipOnly: boolean): Promise<Got<PortForwardingResult[]>> {
    const account = this.#account(ipOnly);
    return this.#start(account, {
      target: targetOf(account, parameters, 'addon', parameters.addonId),
      withNames: !ipOnly,
    });
  }

  async #project(parameters: ProjectParameters, ipOnly: boolean): Promise<Got<ProjectForwardingResult>> {
    const account = this.#account(ipOnly);
    const [services, addons] = await withApi(createApi({ ...account, log: silentLog, userAgent: USER_AGENT }), (api) =>
      Promise.allSettled([listServices(api, parameters), listAddons(api, parameters)]),
    );
    if (services.status === 'rejected' && addons.status === 'rejected') throw inWords(services.reason);
    const holds: Hold[] = [];
    const start = async (kind: Target['kind'], id: string): Promise<PortForwardingResult[]> => {
      const target = targetOf(account, parameters, kind, id);
      const { hold, outcomes, result } = await this.#start(account, { target, withNames: !ipOnly });
      holds.push(hold);
      // Nobody asked for this one by name: without ports there is nothing to forward, and nothing is missing.
      return outcomes.every((outcome) => 'problem' in outcome && outcome.problem.code === 'no-ports') ? [] : result;
    };
    const startAll = async <T>(
      list: PromiseSettledResult<T[]>,
      startOne: (item: T) => Promise<PortForwardingResult[]>,
    ) =>
      list.status === 'rejected'
        ? [[failed(toProblem(list.reason, 'project'))]]
        : Promise.all(list.value.map((item) => startOne(item)));
    const [ofServices, ofAddons] = await Promise.all([
      startAll(services, async (each) => (each.serviceType === 'build' ? [] : start('service', each.id))),
      startAll(addons, (each) => start('addon', each.id)),
    ]);
    return { holds, result: { services: ofServices, addons: ofAddons } };
  }

  async #during<R, T>({ result, holds }: Got<R>, func: (result: R) => Promise<T>): Promise<T> {
    try {
      return await func(result);
    } finally {
      await this.#sharing.release(holds);
    }
  }
}

function targetOf(
  { id: accountId }: Account,
  { teamId, projectId }: ProjectParameters,
  kind: Target['kind'],
  resourceId: string,
): Target {
  return { accountId, ...(teamId !== undefined && { teamId }), projectId, kind, resourceId };
}
