import { type ReactNode, useEffect, useState } from 'react';
import type { Bridge } from '../electron/contract/channels.ts';
import { describe } from '../electron/contract/problem.ts';
import { SignInPage } from './account/sign-in.tsx';
import { follow, HistoryContext, makeHistory } from './forwards/history.ts';
import { FollowPlace } from './desktop/follow-place.ts';
import { ControlDialog } from './control/control-dialog.tsx';
import { ProposalDialog } from './groups/proposal-dialog.tsx';
import { QuestionDialog } from './desktop/question-dialog.tsx';
import { ErrorBoundary } from './problems/error-boundary.tsx';
import { makeSend, SendContext } from './send.ts';
import { makeSessionCopy, SessionContext, useSession, useSessionReady } from './session.ts';
import { text } from './text/text.ts';
import { makeToasts, Toaster } from './ui/toaster.tsx';
import { makeView, ViewContext } from './view.ts';
import { Workspace, WorkspaceWaiting } from './workspace.tsx';

/** Everything that lives as long as the window. */
export function makeParts(bridge: Bridge) {
  const toasts = makeToasts();
  const view = makeView();
  const send = makeSend(
    bridge,
    (problem) => {
      const { title, text: words, severity } = describe(problem);
      toasts.add({ tone: severity, title, text: words });
    },
    (command) => view.set({ ...view.read(), over: { kind: 'confirm', command } }),
  );
  return { copy: makeSessionCopy(bridge), history: makeHistory(), view, toasts, send };
}
export type Parts = ReturnType<typeof makeParts>;

export function Providers({ parts, children }: { readonly parts: Parts; readonly children: ReactNode }) {
  return (
    <SessionContext value={parts.copy}>
      <SendContext value={parts.send}>
        <HistoryContext value={parts.history}>
          <ViewContext value={parts.view}>{children}</ViewContext>
        </HistoryContext>
      </SendContext>
    </SessionContext>
  );
}

function Screen() {
  const signedOut = useSession((state) => Object.keys(state.accounts).length === 0);
  return (
    <>
      {signedOut ? <SignInPage /> : <Workspace />}
      {signedOut ? null : <FollowPlace />}
      <ProposalDialog />
      <QuestionDialog />
      <ControlDialog />
    </>
  );
}

/** Nothing is known before the first snapshot, so the window shows its own outline for that moment. */
function Root() {
  return useSessionReady() ? <Screen /> : <WorkspaceWaiting />;
}

export function App({ bridge }: { readonly bridge: Bridge }) {
  const [parts] = useState(() => makeParts(bridge));
  useEffect(() => {
    const stop = parts.copy.open();
    const unfollow = follow(parts.history, parts.copy);
    return () => {
      unfollow();
      stop();
    };
  }, [parts]);
  return (
    <Providers parts={parts}>
      <ErrorBoundary>
        <Root />
      </ErrorBoundary>
      <Toaster toasts={parts.toasts} label={text.notice.toasts} />
    </Providers>
  );
}
