import { useEffect, useRef } from 'react';
import type { Account } from '../../electron/contract/catalog.ts';
import { useSend } from '../send.ts';
import { shallow, useSession } from '../session.ts';
import { text } from '../text/text.ts';
import { Sheet } from '../ui/sheet.tsx';
import { useMoves, useView } from '../view.ts';
import { Brand } from './brand.tsx';
import { SignInForm } from './sign-in-form.tsx';
import './sign-in.css';

/** The first thing a new user sees. */
export function SignInPage() {
  return (
    <main className="sign-in-page scroll">
      <div className="sign-in">
        <Brand />
        <h1 className="sign-in-title">{text.signIn.title}</h1>
        <p className="sign-in-lead">{text.signIn.lead}</p>
        <SignInForm />
      </div>
    </main>
  );
}

/** What is under way ends with the dialog: nobody would see it come out. */
function useClose() {
  const send = useSend();
  const { lay } = useMoves();
  const isRunning = useSession((state) => state.signIn.state !== 'idle');
  return () => {
    lay(undefined);
    if (isRunning) void send({ type: 'account.sign-in-cancel' });
  };
}

function SignInAgain({ account, onCancel }: { readonly account: Account | undefined; readonly onCancel: () => void }) {
  return (
    <div className="sign-in-over scroll">
      <h2 className="sign-in-over-title">{account ? text.signIn.againTitle : text.signIn.addTitle}</h2>
      <p className="sign-in-over-lead">{account ? text.signIn.againLead(account.name) : text.signIn.addLead}</p>
      <SignInForm onCancel={onCancel} {...(account && { account })} />
    </div>
  );
}

/** For a further account, or for one whose token was rejected. Closes by itself once the sign-in has succeeded. */
export function SignInDialog() {
  const { lay, showAccount } = useMoves();
  const close = useClose();
  const over = useView((view) => (view.over?.kind === 'sign-in' ? view.over : undefined));
  const account = useSession((state) => state.accounts[over?.accountId ?? '']);
  const signIn = useSession((state) => state.signIn.state);
  const before = useRef(signIn);
  const ids = useSession((state) => Object.keys(state.accounts), shallow);
  const known = useRef(ids);
  useEffect(() => {
    const added = ids.find((id) => !known.current.includes(id));
    known.current = ids;
    // Whoever adds an account wants to see it.
    if (added !== undefined && over) showAccount(added);
    if (before.current === 'checking' && signIn === 'idle') lay(undefined);
    before.current = signIn;
  }, [signIn, ids, over, lay, showAccount]);
  return (
    <Sheet
      open={over !== undefined}
      from="center"
      label={account ? text.signIn.againTitle : text.signIn.addTitle}
      onClose={close}
    >
      <SignInAgain account={account} onCancel={close} />
    </Sheet>
  );
}
