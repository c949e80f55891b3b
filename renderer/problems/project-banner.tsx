import { useState } from 'react';
import type { ProjectKey } from '../../electron/contract/catalog.ts';
import { describe, type Problem } from '../../electron/contract/problem.ts';
import { useSend } from '../send.ts';
import { useSession } from '../session.ts';
import { text } from '../text/text.ts';
import { Button } from '../ui/button.tsx';
import { Banner } from './banners.tsx';

/** What the project's own list failed with; nothing where the account or the network has said it already. */
function useProjectTrouble(key: ProjectKey): Problem | undefined {
  return useSession(({ projects, accounts, online }) => {
    const { problem, accountId = '' } = projects[key] ?? {};
    const account = accounts[accountId];
    const isSaid = !online || account?.state !== 'signed-in' || account.catalog.state === 'stale';
    return isSaid ? undefined : problem;
  });
}

/** The list of this project alone could not be read, or not all of it. What was known stays below. */
export function ProjectBanner({ projectKey }: { readonly projectKey: ProjectKey }) {
  const send = useSend();
  const trouble = useProjectTrouble(projectKey);
  const name = useSession((state) => state.projects[projectKey]?.name ?? '');
  const accountId = useSession((state) => state.projects[projectKey]?.accountId ?? '');
  const [busy, setBusy] = useState(false);
  if (!trouble) return null;
  const again = async () => {
    setBusy(true);
    await send({ type: 'catalog.read', project: projectKey });
    setBusy(false);
  };
  return (
    <div className="banners">
      <Banner
        trouble={trouble}
        scope={{ accountId }}
        title={text.notice.project(name, describe(trouble).title)}
        end={
          <Button small busy={busy} onClick={() => void again()}>
            {text.list.again}
          </Button>
        }
      />
    </div>
  );
}
