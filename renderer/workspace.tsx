import { FolderOpen } from 'lucide-react';
import { SignInDialog } from './account/sign-in.tsx';
import { StatusBar } from './forwards/status-bar.tsx';
import { Banners } from './problems/banners.tsx';
import { DetailsEmpty } from './projects/details-empty.tsx';
import { Details } from './projects/details.tsx';
import { ListWaiting } from './projects/list-waiting.tsx';
import { LivePage } from './projects/live-page.tsx';
import { ProjectPage } from './projects/project-page.tsx';
import { ProjectSwitcher } from './projects/project-switcher.tsx';
import { Sidebar } from './projects/sidebar.tsx';
import { useSend } from './send.ts';
import { useSession } from './session.ts';
import { SettingsDialog } from './settings/settings-dialog.tsx';
import { text } from './text/en.ts';
import { Button } from './ui/button.tsx';
import { Empty } from './ui/empty.tsx';
import { useWidth } from './ui/media.ts';
import { Sheet } from './ui/sheet.tsx';
import { useAccountId, useMoves, usePage, useView } from './view.ts';
import './workspace.css';

/** No project is known: either they are on their way, or there are none. */
function NoProject() {
  const send = useSend();
  const accountId = useAccountId();
  const catalog = useSession((state) => state.accounts[accountId ?? '']?.catalog.state);
  if (catalog === 'loading' || catalog === 'empty') return <ListWaiting />;
  return (
    <Empty
      icon={FolderOpen}
      title={text.empty.account}
      action={<Button onClick={() => void send({ type: 'catalog.refresh' })}>{text.sidebar.refresh}</Button>}
    >
      {text.empty.accountText}
    </Empty>
  );
}

function Page() {
  const page = usePage();
  if (!page) return <NoProject />;
  return page.kind === 'live' ? <LivePage /> : <ProjectPage projectKey={page.key} />;
}

/** Beside the list where there is room, over it where there is none. */
function DetailsPlace() {
  const { select } = useMoves();
  const width = useWidth();
  const selected = useView((view) => view.selected);
  const name = useSession((state) => state.resources[selected ?? '']?.name ?? '');
  if (width === 'wide') {
    return (
      <aside className="details" aria-label={text.details.label(name)}>
        {selected === undefined ? <DetailsEmpty /> : <Details key={selected} id={selected} closable={false} />}
      </aside>
    );
  }
  return (
    <Sheet
      open={selected !== undefined}
      from={width === 'compact' ? 'bottom' : 'side'}
      label={text.details.label(name)}
      onClose={() => select(undefined)}
    >
      {selected === undefined ? null : <Details key={selected} id={selected} closable />}
    </Sheet>
  );
}

export function Workspace() {
  const compact = useWidth() === 'compact';
  return (
    <div className="workspace">
      {compact ? null : <Sidebar />}
      <main className="workspace-main">
        {compact ? <ProjectSwitcher /> : null}
        <Banners />
        <Page />
        <StatusBar />
      </main>
      <DetailsPlace />
      <SettingsDialog />
      <SignInDialog />
    </div>
  );
}

/** The outline that is seen until the first snapshot arrives. */
export function WorkspaceWaiting() {
  return (
    <div className="workspace" aria-busy>
      <div className="sidebar" />
      <main className="workspace-main">
        <div className="page-header" />
        <ListWaiting />
      </main>
      <div className="details" />
    </div>
  );
}
