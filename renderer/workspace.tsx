import { FolderOpen } from 'lucide-react';
import { useState } from 'react';
import { KeyFileDialog } from './account/key-store-setting.tsx';
import { SignInDialog } from './account/sign-in.tsx';
import { SignOutDialog } from './account/sign-out.tsx';
import { ActivityPage } from './activity/activity-page.tsx';
import { Announcer } from './forwards/announcer.tsx';
import { StatusBar } from './forwards/status-bar.tsx';
import { ConfirmDialog } from './groups/confirm-dialog.tsx';
import { ReportDialog } from './doctor/report-dialog.tsx';
import { DropZone } from './groups/drop-zone.tsx';
import { FavouritesPage } from './groups/favourites-page.tsx';
import { ProfileDeleteDialog } from './groups/profile-delete.tsx';
import { ProfileDialog } from './groups/profile-dialog.tsx';
import { ProfilePage } from './groups/profile-page.tsx';
import { HostnamesDialog } from './hostnames/hostnames-dialog.tsx';
import { InspectorPage } from './inspector/inspector-page.tsx';
import { Palette } from './palette/palette.tsx';
import { DetailsEmpty } from './projects/details-empty.tsx';
import { Details } from './projects/details.tsx';
import { useKnowledge } from './projects/knowledge.ts';
import { ListUnknown, ListWaiting } from './projects/list-waiting.tsx';
import { LivePage } from './projects/live-page.tsx';
import { PageHeader } from './projects/page-header.tsx';
import { ProjectPage } from './projects/project-page.tsx';
import { ProjectSwitcher } from './projects/project-switcher.tsx';
import { ShownPlace } from './projects/shown.ts';
import { Sidebar } from './projects/sidebar.tsx';
import { useSend } from './send.ts';
import { useSession } from './session.ts';
import { ResetDialog } from './settings/reset-dialog.tsx';
import { SettingsPage } from './settings/settings-page.tsx';
import { ShortcutsSheet } from './shortcuts/shortcuts-sheet.tsx';
import { useShortcuts } from './shortcuts/use-shortcuts.ts';
import { text } from './text/text.ts';
import { Button } from './ui/button.tsx';
import { Empty } from './ui/empty.tsx';
import { useEscape } from './ui/escape.ts';
import { useWidth } from './ui/media.ts';
import { Sheet } from './ui/sheet.tsx';
import { useAccountId, useMoves, usePage, useView } from './view.ts';
import './workspace.css';

/** No project is known: they are on their way, there are none, or nobody can say. */
function NoProject() {
  const send = useSend();
  const accountId = useAccountId();
  const knowledge = useKnowledge(accountId);
  const name = useSession((state) => state.accounts[accountId ?? '']?.name ?? '');
  const about = { loading: text.list.loading, known: text.sidebar.noProjects, unknown: '' }[knowledge];
  return (
    <>
      <PageHeader title={name} about={about} search={false} />
      {knowledge === 'loading' ? <ListWaiting /> : null}
      {knowledge === 'unknown' ? <ListUnknown /> : null}
      {knowledge === 'known' ? (
        <Empty
          icon={FolderOpen}
          title={text.empty.account}
          action={<Button onClick={() => void send({ type: 'catalog.refresh' })}>{text.sidebar.refresh}</Button>}
        >
          {text.empty.accountText}
        </Empty>
      ) : null}
    </>
  );
}

function Page() {
  const page = usePage();
  if (!page) return <NoProject />;
  if (page.kind === 'settings') return <SettingsPage section={page.section} />;
  if (page.kind === 'activity') return <ActivityPage />;
  if (page.kind === 'inspector') return <InspectorPage key={page.id} id={page.id} />;
  if (page.kind === 'live') return <LivePage />;
  if (page.kind === 'favourites') return <FavouritesPage />;
  if (page.kind === 'profile') return <ProfilePage key={page.id} id={page.id} />;
  return <ProjectPage projectKey={page.key} />;
}

/** Beside the list where there is room, over it where there is none. */
function DetailsPlace() {
  const { select } = useMoves();
  const width = useWidth();
  const selected = useView((view) => view.selected);
  const name = useSession((state) => state.resources[selected ?? '']?.name ?? '');
  const [close] = useState(() => () => select(undefined));
  const [leave] = useState(() => () => {
    const row = document.querySelector<HTMLElement>('.row[data-selected] .row-open');
    close();
    row?.focus();
  });
  useEscape(width === 'wide' && selected !== undefined, leave);
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
      onClose={close}
    >
      {selected === undefined ? null : <Details key={selected} id={selected} closable />}
    </Sheet>
  );
}

export function Workspace() {
  const compact = useWidth() === 'compact';
  const settings = useView((view) => view.page?.kind === 'settings');
  const whole = useView(({ page }) => page?.kind === 'settings' || page?.kind === 'inspector');
  useShortcuts();
  return (
    <div className="workspace" data-whole={whole || undefined}>
      {compact ? null : <Sidebar />}
      <div className="workspace-main">
        <main className="workspace-page">
          {compact && !settings ? <ProjectSwitcher /> : null}
          <Page />
        </main>
        <StatusBar />
      </div>
      {whole ? null : <DetailsPlace />}
      <Announcer />
      <Palette />
      <ShortcutsSheet />
      <ShownPlace />
      <ReportDialog />
      <ResetDialog />
      <HostnamesDialog />
      <SignInDialog />
      <SignOutDialog />
      <ProfileDialog />
      <ProfileDeleteDialog />
      <ConfirmDialog />
      <DropZone />
      <KeyFileDialog />
    </div>
  );
}

/** The outline that is seen until the first snapshot arrives. */
export function WorkspaceWaiting() {
  return (
    <div className="workspace" aria-busy>
      <div className="sidebar" />
      <main className="workspace-main workspace-page">
        <div className="page-header" />
        <ListWaiting />
      </main>
      <div className="details" />
    </div>
  );
}
