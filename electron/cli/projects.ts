import { ProjectItem, Team } from '../northflank/answers.ts';
import { proveToken } from '../northflank/account.ts';
import type { Api } from '../northflank/api.ts';
import { listAll } from '../northflank/paging.ts';
import { projectsPath } from '../northflank/paths.ts';

type ProjectsOptions = {
  readonly teamId?: string | undefined;
  readonly token: string;
  readonly signal: AbortSignal;
};

export type ListedProject = ProjectItem & { readonly teamId?: string };

/** All projects that the token can see; for an organisation's token those of all its teams, unless one is named. */
export async function listProjects(api: Api, { teamId, token, signal }: ProjectsOptions): Promise<ListedProject[]> {
  const ofTeam = async (team: string | undefined): Promise<ListedProject[]> => {
    const projects = await listAll(api, projectsPath(team), {
      key: 'projects',
      item: ProjectItem,
      permission: 'Project > Projects > Manage > Read',
      onSkip: () => {},
      signal,
    });
    return projects.map((project) => ({ ...project, ...(team !== undefined && { teamId: team }) }));
  };
  if (teamId !== undefined) return ofTeam(teamId);
  const { scope } = await proveToken(api, { token }, signal);
  if (scope === 'team') return ofTeam(undefined);
  const teams = await listAll(api, '/v1/teams', {
    key: 'teams',
    item: Team,
    permission: 'Organisation > Team > General > Read',
    onSkip: () => {},
    signal,
  });
  return (await Promise.all(teams.map(({ id }) => ofTeam(id)))).flat();
}
