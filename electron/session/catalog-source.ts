import type { Budget } from '../contract/budget.ts';
import type { AccountId, Instance, Project, Resource, Target } from '../contract/catalog.ts';
import type { Failure } from '../contract/failure.ts';
import type { ProjectPart } from './actions.ts';
import type { Purpose } from './catalog-plan.ts';

export type Asking = { readonly signal: AbortSignal; readonly purpose: Purpose };

/** The platform, as far as it is read. All reject with a `Failure`, or with the signal's reason. */
export type CatalogSource = {
  readonly listProjects: (
    id: AccountId,
    asking: Asking,
  ) => Promise<{ readonly projects: readonly Project[]; readonly failure?: Failure }>;
  readonly readProject: (project: Project, asking: Asking) => Promise<ProjectPart & { readonly retriable: boolean }>;
  readonly readResource: (target: Target, asking: Asking) => Promise<Omit<Resource, 'readAt'>>;
  readonly readInstances: (target: Target, asking: Asking) => Promise<readonly Instance[]>;
  /** What the platform has told of the account's allowance. */
  readonly budget: (id: AccountId) => Promise<Budget | undefined>;
};
