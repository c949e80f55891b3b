import { type ReactNode, useEffect, useRef } from 'react';
import type { Account } from '../../electron/contract/catalog.ts';
import { useSession } from '../session.ts';
import { text } from '../text/text.ts';
import { Sheet } from '../ui/sheet.tsx';
import { useMoves, useView } from '../view.ts';
import { Brand } from './brand.tsx';
import { SignInForm } from './sign-in-form.tsx';
import './sign-in.css';

/** The first thing a new user sees. Further ways to sign in find their place above the form, where `ways` stands. */
export function SignInPage({ ways }: { readonly ways?: ReactNode }) {
  return (
    <main className="sign-in-page scroll">
      <div className="sign-in">
        <Brand />
        <h1 className="sign-in-title">{text.signIn.title}</h1>
        <p className="sign-in-lead">{text.signIn.lead}</p>
        {ways}
        <SignInForm />
      </div>
    </main>
  );
}

function SignInAgain({ account, onCancel }: { readonly account: Account | undefined; readonly onCancel: () => void }) {
  return (
    <div className="sign-in-over scroll">
      <h2 className="sign-in-over-title">{account ? text.signIn.againTitle : text.signIn.addTitle}</h2>
      <p className="sign-in-over-lead">{account ? text.signIn.againLead(account.name) : text.signIn.addLead}</p>
      <SignInForm onCancel={onCancel} {...(account && { host: account.host })} />
    </div>
  );
}

/** For a further account, or for one whose token was rejected. Closes by itself once the sign-in has succeeded. */
export function SignInDialog() {
  const { lay } = useMoves();
  const over = useView((view) => (view.over?.kind === 'sign-in' ? view.over : undefined));
  const account = useSession((state) => state.accounts[over?.accountId ?? '']);
  const signIn = useSession((state) => state.signIn.state);
  const before = useRef(signIn);
  useEffect(() => {
    if (before.current === 'checking' && signIn === 'idle') lay(undefined);
    before.current = signIn;
  }, [signIn, lay]);
  return (
    <Sheet
      open={over !== undefined}
      from="center"
      label={account ? text.signIn.againTitle : text.signIn.addTitle}
      onClose={() => lay(undefined)}
    >
      <SignInAgain account={account} onCancel={() => lay(undefined)} />
    </Sheet>
  );
}
