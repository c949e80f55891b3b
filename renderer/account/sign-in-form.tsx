import { ChevronRight, Eye, EyeOff, LogIn } from 'lucide-react';
import { type SyntheticEvent, useRef, useState } from 'react';
import type { Account } from '../../electron/contract/catalog.ts';
import type { KeyStore } from '../../electron/contract/key-store.ts';
import type { SignIn } from '../../electron/contract/sign-in.ts';
import { ProblemCard } from '../problems/problem-card.tsx';
import { useSend } from '../send.ts';
import { useSession } from '../session.ts';
import { text } from '../text/text.ts';
import { Button, IconButton } from '../ui/button.tsx';
import { Field } from '../ui/field.tsx';
import { AdvancedFields } from './advanced-fields.tsx';
import { type Advanced, detailsOf, DEFAULT_HOST, hostOf, wrongAdvanced } from './advanced.ts';
import { BrowserWaiting } from './browser-waiting.tsx';
import { Ways } from './ways.tsx';

/** What the advanced fields are the cure for. */
const needsAdvanced = (signIn: SignIn) =>
  signIn.state === 'failed' && ['certificate-untrusted', 'proxy-failed'].includes(signIn.problem.code);

/** Where the token will be: the promise depends on the computer. */
function useKept(): string {
  const keyStore: KeyStore = useSession((state) => state.keyStore);
  const how = useSession((state) => state.settings.withoutKeyStore);
  if (keyStore.kind === 'none') return text.keyStore.kept[how];
  return keyStore.kind === 'system' ? text.keyStore.kept.system : '';
}

/**
 * The token lives in this component's memory and in the one command that takes it to the app. It is dropped once the
 * sign-in has succeeded, and with the component; after a failure it stays, so that a wrong host can be mended without it.
 */
export function SignInForm({ account, onCancel }: { readonly account?: Account; readonly onCancel?: () => void }) {
  const send = useSend();
  const signIn = useSession((state) => state.signIn);
  const host = account?.host ?? DEFAULT_HOST;
  const [token, setToken] = useState('');
  const [shown, setShown] = useState(false);
  const [open, setOpen] = useState(host !== DEFAULT_HOST || needsAdvanced(signIn));
  const [advanced, setAdvanced] = useState<Advanced>({ host, teamId: '', ca: '', proxy: '' });
  const [tried, setTried] = useState(false);
  const field = useRef<HTMLInputElement>(null);
  const kept = useKept();
  const checking = signIn.state === 'checking';
  const wrong = wrongAdvanced(advanced);
  const hasToken = token.trim() !== '';

  const [before, setBefore] = useState(signIn);
  if (before !== signIn) {
    setBefore(signIn);
    if (before.state === 'checking' && signIn.state === 'idle') {
      setToken('');
      setShown(false);
      setTried(false);
    }
    if (needsAdvanced(signIn)) setOpen(true);
  }

  /** Whether an attempt may begin: what is wrong is shown otherwise. */
  const isFit = () => {
    if (wrong) {
      setTried(true);
      setOpen(true);
    }
    return !checking && !wrong;
  };
  const details = { ...detailsOf(advanced), ...(account && { again: account.id }) };

  const submit = (event: SyntheticEvent) => {
    event.preventDefault();
    setTried(true);
    if (checking) return;
    if (!hasToken) {
      field.current?.focus();
      return;
    }
    if (isFit()) void send({ type: 'account.sign-in', token: token.trim(), host: hostOf(advanced), ...details });
  };

  if (signIn.state === 'browser') return <BrowserWaiting signIn={signIn} />;
  return (
    <form className="sign-in-form" onSubmit={submit} noValidate aria-busy={checking}>
      {signIn.state === 'failed' ? (
        <div role="alert">
          <ProblemCard problem={signIn.problem} scope="sign-in" />
        </div>
      ) : null}
      <Ways
        prominent={!hasToken}
        disabled={checking}
        onBrowser={() => {
          if (isFit()) void send({ type: 'account.sign-in-browser', host: hostOf(advanced), ...details });
        }}
        onCli={(login) => {
          const { name, host: at } = login;
          if (isFit()) void send({ type: 'account.sign-in-cli', name, host: at, ...details });
        }}
      />
      <Field
        ref={field}
        label={text.signIn.token}
        hint={[text.signIn.tokenHint, kept].filter(Boolean).join(' ')}
        error={tried && !hasToken ? text.signIn.tokenMissing : undefined}
        type={shown ? 'text' : 'password'}
        placeholder={text.signIn.tokenPlaceholder}
        autoComplete="off"
        autoCapitalize="off"
        autoCorrect="off"
        spellCheck={false}
        readOnly={checking}
        value={token}
        onChange={(event) => setToken(event.target.value)}
        end={
          <IconButton
            label={shown ? text.signIn.hide : text.signIn.show}
            aria-pressed={shown}
            icon={shown ? EyeOff : Eye}
            onClick={() => setShown(!shown)}
          />
        }
      />
      <div className="sign-in-advanced">
        <button
          type="button"
          className="sign-in-more"
          aria-expanded={open}
          data-open={open || undefined}
          onClick={() => setOpen(!open)}
        >
          <ChevronRight size={14} strokeWidth={2} aria-hidden />
          <span>{text.signIn.advanced}</span>
          <span className="sign-in-more-hint truncate">{text.signIn.advancedHint}</span>
        </button>
        {open ? (
          <AdvancedFields
            value={advanced}
            onChange={setAdvanced}
            wrong={tried ? wrong : undefined}
            again={account !== undefined}
            disabled={checking}
          />
        ) : null}
      </div>
      <div className="sign-in-buttons">
        {onCancel ? <Button onClick={onCancel}>{text.signIn.cancel}</Button> : null}
        <Button look={hasToken || checking ? 'primary' : 'plain'} icon={LogIn} submit busy={checking}>
          {checking ? text.signIn.checking : text.signIn.submit}
        </Button>
      </div>
    </form>
  );
}
